import { describe, expect, it } from 'vitest';
import { arrayModifiers } from '../../../../server/engine/language/array-update-operators.ts';
import { expressionOperators } from '../../../../server/engine/language/expressions/compile.ts';
import { fieldModifiers } from '../../../../server/engine/language/field-update-operators.ts';
import { compileFilter, topLevelOperators } from '../../../../server/engine/language/matcher.ts';
import { operators, refused } from '../../../../server/engine/language/operators.ts';
import { compileProjection } from '../../../../server/engine/language/projection.ts';
import { fieldOperators } from '../../../../server/engine/language/query-operators.ts';
import { accumulators } from '../../../../server/engine/language/stages/group.ts';
import { streams } from '../../../../server/engine/language/stages/streams.ts';
import { transforms } from '../../../../server/engine/language/stages/transforms.ts';
import { compileUpdate } from '../../../../server/engine/language/updater.ts';
import { answerOf, codeOf } from './ask.ts';

const known = {
  query: [...Object.keys(fieldOperators), ...Object.keys(topLevelOperators)],
  update: [...Object.keys(fieldModifiers), ...Object.keys(arrayModifiers), '$unset'],
  stage: [...Object.keys(transforms), ...Object.keys(streams)],
  accumulator: Object.keys(accumulators),
  expression: Object.keys(expressionOperators),
};

describe('operators', () => {
  it.each(Object.keys(known) as (keyof typeof known)[])(
    'lists every %s operator that is answered, and no other',
    (kind) => {
      expect(Object.keys(operators[kind]).sort()).toEqual([...new Set(known[kind])].sort());
    },
  );

  it.each([
    ['$where', () => compileFilter({ $where: 'true' })],
    ['$near', () => compileFilter({ a: { $near: [0, 0] } })],
    ['$bit', () => compileUpdate({ $bit: { a: { and: 1 } } })],
    ['$isolated', () => compileUpdate({ $push: { a: { $each: [], $isolated: 1 } } })],
    ['$pow', () => compileFilter({ $expr: { $pow: [2, 3] } })],
    ['constructor', () => compileFilter({ a: { $gt: 1, constructor: 1 } })],
  ])('refuses %s by its name', (name, compile) => {
    expect(codeOf(compile)).toBe(238);
    expect(compile).toThrow(name);
  });

  const asked: Record<keyof typeof refused, (name: string) => unknown> = {
    query: (name) => compileFilter({ a: { [name]: 1 } }),
    update: (name) => compileUpdate({ [name]: { a: 1 } }),
    push: (name) => compileUpdate({ $push: { a: { $each: [], [name]: 1 } } }),
    stage: (name) => answerOf([{}], [{ [name]: '$a' }]),
    accumulator: (name) => answerOf([{}], [{ $group: { _id: null, n: { [name]: '$a' } } }]),
    projection: (name) => compileProjection({ a: { [name]: 1 } }),
    expression: (name) => compileFilter({ $expr: { [name]: '$a' } }),
  };
  const each = Object.entries(refused).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [kind, name] as const),
  );

  it.each(each)('refuses the %s %s, which it once had', async (kind, name) => {
    const asking = async () => asked[kind as keyof typeof refused](name);
    await expect(asking()).rejects.toMatchObject({ code: 238, message: expect.stringContaining(name) });
    expect(operators).not.toHaveProperty([kind, name]);
  });

  it('refuses stages and accumulators by their names', async () => {
    await expect(answerOf([{}], [{ $bucket: {} }])).rejects.toThrow('$bucket');
    await expect(answerOf([{}], [{ $group: { _id: null, n: { $stdDevPop: '$a' } } }])).rejects.toThrow('$stdDevPop');
  });
});
