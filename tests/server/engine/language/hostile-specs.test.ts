import { Double } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../server/engine/language/errors.ts';
import { operators } from '../../../../server/engine/language/operators.ts';
import { compileProjection } from '../../../../server/engine/language/projection.ts';
import { compileSort } from '../../../../server/engine/language/sort.ts';
import { type Document, encode } from '../../../../server/engine/language/values.ts';
import { answerOf, matches, updated, upserted, wire } from './ask.ts';

const names = (kind: keyof typeof operators) => fc.constantFrom(...Object.keys(operators[kind]));
const everyName = fc.oneof(names('query'), names('update'), names('stage'), names('accumulator'), names('expression'));
const keys = fc.oneof(
  { weight: 3, arbitrary: everyName },
  fc.constantFrom(
    'a',
    'a.b',
    'a.0',
    'a.$',
    'a.$[]',
    'a.$[x]',
    '_id',
    '',
    '.',
    'a.',
    '$',
    '$$',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom(
    '$each',
    '$slice',
    '$sort',
    '$position',
    'input',
    'in',
    'as',
    'cond',
    'vars',
    'if',
    'branches',
    'case',
    'date',
    'unit',
    'path',
    'from',
    'pipeline',
    'let',
    'newRoot',
    'field',
  ),
);
const leaves = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    -1,
    2.5,
    new Double(Number.NaN),
    1e300,
    '',
    'a',
    '$a',
    '$$ROOT',
    '$$nobody',
    '$',
    '$a.',
    /a/,
    new Date(0),
    'day',
    'UTC',
  ),
  fc.string({ maxLength: 3 }),
);
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaves,
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(keys, tie('anything'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const documents = fc.dictionary(fc.constantFrom('a', 'b', '_id'), anything, { maxKeys: 3, noNullPrototype: true });
const operations = (kind: keyof typeof operators) =>
  fc.dictionary(names(kind), anything, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

/** Runs it; anything thrown but the engine's own error is a mistake of the engine. */
async function answersOrRefuses(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    expect(error.code).toBeGreaterThan(0);
  }
}

const runs = { numRuns: process.env.FULL ? 20_000 : 300 };

describe('any specification whatever is answered or refused', () => {
  it.each([
    ['a query', (spec: Document, document: Document) => matches({ a: spec }, document), operations('query')],
    ['a top-level query', (spec: Document, document: Document) => matches(spec, document), documents],
    [
      'an expression',
      (spec: Document, document: Document) => matches({ $expr: spec }, document),
      operations('expression'),
    ],
    [
      'an update',
      (spec: Document, document: Document) => encode(updated(document, spec, { filter: { a: 1 } })),
      fc.dictionary(names('update'), fc.dictionary(keys, anything, { maxKeys: 2, noNullPrototype: true }), {
        minKeys: 1,
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ],
    [
      'an upsert',
      (spec: Document) => matches(spec, {}) || encode(upserted(spec, { $set: { z: 1 } })),
      fc.oneof(
        documents,
        operations('query').map((a) => ({ a })),
      ),
    ],
    [
      'a projection',
      (spec: Document, document: Document) => encode(compileProjection(wire(spec))(wire(document))),
      documents,
    ],
    ['a sort', (spec: Document, document: Document) => [wire(document), {}].map(compileSort(wire(spec))), documents],
    ['a stage', (spec: Document, document: Document) => answerOf([document], [spec]), operations('stage')],
    [
      'an accumulator',
      (spec: Document, document: Document) => answerOf([document], [{ $group: { _id: '$a', x: spec } }]),
      operations('accumulator'),
    ],
  ] as const)('as %s', async (_what, run, specs) => {
    await fc.assert(
      fc.asyncProperty(specs as fc.Arbitrary<Document>, documents, (spec, document) =>
        answersOrRefuses(() => run(spec, document)),
      ),
      runs,
    );
  });
});
