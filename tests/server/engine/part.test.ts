import fc from 'fast-check';
import type { Collection, Document as Fields, IndexDescription } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { bytesAfter, partFor } from '../../../server/engine/find/part.ts';
import { compileShow } from '../../../server/engine/find/shown.ts';
import type { Collection as Catalogued } from '../../../server/engine/keep/catalogue.ts';
import { checkDirectory } from '../../../server/engine/keep/check.ts';
import { indexFrom } from '../../../server/engine/keep/index-spec.ts';
import { onlyFields } from '../../../server/engine/language/bson-bytes.ts';
import { compileProjection } from '../../../server/engine/language/projection.ts';
import { touchedBy } from '../../../server/engine/language/touched.ts';
import { compileUpdate } from '../../../server/engine/language/updater.ts';
import { type Document, decode, encode } from '../../../server/engine/language/values.ts';
import { codeOf, noon, text, wire } from './language/ask.ts';
import { anEngine } from './support.ts';

const scalars = fc.constantFrom<unknown>(null, 0, 1, -3, 1.5, '', 'a', 'đ', true, noon, { x: 1 }, { x: [1, { y: 2 }] });
const values = fc.oneof(scalars, fc.array(scalars, { maxLength: 3 }), fc.record({ e: scalars, f: scalars }));
const names = fc.constantFrom('a', 'b', 'c', 'd', 'long name');
const documents = fc.dictionary(names, values, { maxKeys: 5 }).map((fields): Document => ({ _id: 1, ...fields }));

const paths = fc.oneof(names, fc.constantFrom('a.e', 'b.f', 'a.0', 'd.e.x', 'new', 'new.deep'));
const operators = fc.oneof(
  fc.tuple(fc.constantFrom('$set', '$max', '$push', '$addToSet', '$pull'), paths, values),
  fc.tuple(fc.constant('$inc'), paths, fc.constantFrom(1, 2.5)),
  fc.tuple(fc.constant('$unset'), paths, fc.constant('')),
);
const modifiers = fc.array(operators, { minLength: 1, maxLength: 3 }).map((list) => {
  const update: Record<string, Document> = {};
  for (const [operator, path, operand] of list) update[operator] = { ...update[operator], [path]: operand };
  return update;
});
const expressions = fc.oneof(
  values.map(($literal) => ({ $literal })),
  fc.constantFrom<unknown>(
    '$a',
    '$d.e',
    '$$ROOT',
    '$$REMOVE',
    '$$NOW',
    { $sum: ['$a', '$b'] },
    { $mergeObjects: [{ x: '$c' }, { y: { $eq: ['$a', '$d.e'] } }] },
    { $map: { input: '$none', as: 'one', in: '$$one.x' } },
  ),
);
const stages = fc.oneof(
  fc.tuple(fc.constantFrom('$set', '$addFields'), fc.dictionary(paths, expressions, { minKeys: 1, maxKeys: 2 })),
  fc.tuple(fc.constant('$unset'), fc.oneof(names, fc.array(names, { minLength: 1, maxLength: 2 }))),
  fc.constant<[string, unknown]>(['$project', { a: 1, b: 1 }]),
);
const pipelines = fc
  .array(stages, { minLength: 1, maxLength: 3 })
  .map((list) => list.map(([name, spec]): Document => ({ [name]: spec })));
const updates = fc.oneof({ weight: 2, arbitrary: modifiers }, pipelines);
const filters = fc.constantFrom<Document>(
  {},
  { a: { $exists: true } },
  { 'b.f': null },
  { $or: [{ c: 1 }, { d: 'a' }] },
);

const specs: (IndexDescription & { name: string })[] = [
  { key: { _id: 1 }, name: '_id_' },
  { key: { a: 1, c: -1 }, name: 'ac' },
  { key: { 'd.e': 1 }, name: 'de', sparse: true },
  { key: { b: 1 }, name: 'b', partialFilterExpression: { c: { $gte: 0 } } },
];
const collection = { indexes: specs.map((spec, id) => indexFrom({ id, spec, ready: true })) } as Catalogued;

const twice = process.env.FULL ? 20_000 : 2_000;

describe('a change of a part', () => {
  it('writes the very bytes that the change of the whole document does', () => {
    let parts = 0;
    fc.assert(
      fc.property(documents, filters, updates, (document, filter, update) => {
        const { wired } = wire({ wired: update }) as { wired: Document | Document[] };
        const bytes = encode(document);
        const whole = (): Buffer => encode(changeWith(wired, filter)(decode(bytes)));
        const refusal = codeOf(whole);
        const part = partFor(collection, { filter, touched: touchedBy(wired) });
        if (part !== null) parts += 1;
        const before = decode(part === null ? bytes : onlyFields(bytes, part));
        const changed = (): Buffer => bytesAfter(bytes, part, { before, after: changeWith(wired, filter)(before) });
        expect(codeOf(changed)).toBe(refusal);
        if (refusal !== 0) return;
        expect(text(decode(changed()))).toBe(text(decode(whole())));
        expect(changed().equals(whole())).toBe(true);
      }),
      { numRuns: twice },
    );
    expect(parts).toBeGreaterThan(twice / 4);
  });

  it('leaves every index as the change of the whole document does', async () => {
    const engine = await anEngine();
    const items = engine.client.db('parts').collection<Fields & { _id: number }>('items');
    await items.createIndexes(specs.slice(1));
    await fc.assert(
      fc.asyncProperty(
        fc.array(documents, { minLength: 1, maxLength: 6 }),
        filters,
        updates,
        async (list, filter, update) => {
          await items.deleteMany({});
          await items.insertMany(list.map((document, _id) => ({ ...document, _id }))).catch(() => {});
          await items.updateMany(filter, update as Fields).catch(() => {});
          await expectFoundByIndexes(items as unknown as Collection);
        },
      ),
      { numRuns: twice / 20 },
    );
    await engine.stop();
    expect((await checkDirectory(engine.dataDir)).problems).toEqual([]);
  }, 120_000);
});

const projections = fc.dictionary(
  fc.oneof(paths, fc.constant('_id')),
  fc.constantFrom<unknown>(1, true, 0, false, '$a', { $sum: '$b' }),
  { minKeys: 1, maxKeys: 3 },
);

describe('a projection of kept bytes', () => {
  it('shows what the projection of the whole document does', () => {
    fc.assert(
      fc.property(documents, projections, (document, projection) => {
        const spec = wire(projection);
        const bytes = encode(document);
        const whole = (): Buffer => encode(compileProjection(spec)(decode(bytes)));
        const shown = () => compileShow(spec)?.(bytes);
        const refusal = codeOf(whole);
        expect(codeOf(shown)).toBe(refusal);
        if (refusal === 0) expect(whole().equals(shown() ?? bytes)).toBe(true);
      }),
      { numRuns: twice },
    );
  });
});

const changeWith = (update: Document | Document[], filter: Document) => {
  const change = compileUpdate(update, { filter, scope: { now: noon, variables: {} } });
  return (document: Document): Document => change(document);
};

/** Each document's fields find it by the index on them. */
async function expectFoundByIndexes(items: Collection): Promise<void> {
  for (const document of await items.find({}).toArray()) {
    const { _id, a = null, c = null } = document;
    if (Array.isArray(a) || Array.isArray(c)) continue;
    const found = await items.find({ a, c }, { hint: 'ac' }).toArray();
    expect(found.map((one) => one._id)).toContain(_id);
  }
}
