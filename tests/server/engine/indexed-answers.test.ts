import { Decimal128, Double, Long } from 'bson';
import fc from 'fast-check';
import type { Collection, Document, MongoBulkWriteError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { ordering } from './language/ask.ts';
import { anEngine } from './support.ts';

const long = 'x'.repeat(700);
const scalars = fc.constantFrom<unknown>(
  null,
  0,
  1,
  2,
  3,
  -1,
  1.5,
  new Double(2),
  Long.fromNumber(3),
  Decimal128.fromString('1.5'),
  Number.NaN,
  '',
  'a',
  'ab',
  'b',
  `${long}a`,
  `${long}b`,
  true,
  false,
  new Date(0),
  new Date(1),
  { b: 1 },
  { b: 2, c: 'a' },
);
const values = fc.oneof(
  { weight: 4, arbitrary: scalars },
  fc.array(fc.oneof(scalars, fc.array(scalars, { maxLength: 2 })), { maxLength: 3 }),
);
const documents = fc.record(
  { a: values, b: values, c: scalars, d: fc.record({ e: values, f: scalars }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);

const paths = fc.constantFrom('a', 'b', 'c', 'd.e', 'd.f', 'a.b', '_id');
const comparisons = fc.oneof(
  fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), values)
    .map(([name, value]) => ({ [name]: value })),
  fc.tuple(scalars, scalars).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.array(values, { maxLength: 3 }).map((list) => ({ $in: list })),
  fc.array(values, { maxLength: 3 }).map((list) => ({ $nin: list })),
  fc.boolean().map((there) => ({ $exists: there })),
  fc.constantFrom('string', 'number', 'array', 'null').map((type) => ({ $type: type })),
  fc.constantFrom('a', 'b', 'x').map((pattern) => ({ $regex: pattern })),
  scalars.map((value) => ({ $elemMatch: { $gte: value } })),
  fc.array(scalars, { minLength: 1, maxLength: 2 }).map((list) => ({ $all: list })),
  fc.tuple(scalars, scalars).map(([low, high]) => ({ $elemMatch: { b: { $gte: low, $lte: high } } })),
);
const condition = fc.tuple(paths, fc.oneof(comparisons, values)).map(([path, wanted]) => ({ [path]: wanted }));
const conditions = fc.array(condition, { maxLength: 3 }).map((list): Document => Object.assign({}, ...list));
const filters = fc.oneof(
  { weight: 3, arbitrary: conditions },
  fc.array(conditions, { minLength: 1, maxLength: 3 }).map((list) => ({ $or: list })),
  {
    weight: 2,
    arbitrary: fc
      .tuple(conditions, fc.array(condition, { minLength: 2, maxLength: 3 }))
      .map(([rest, list]) => ({ ...rest, $or: list })),
  },
  fc.tuple(conditions, conditions).map((list) => ({ $and: list })),
);

const directions = fc.constantFrom<1 | -1>(1, -1);
const keyPatterns = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd.e', 'd.f', 'a.b'), directions), {
  minLength: 1,
  maxLength: 3,
  selector: ([path]) => path,
});
const indexes = fc.uniqueArray(
  fc.tuple(
    keyPatterns,
    fc.constantFrom(
      {},
      {},
      { unique: true },
      { sparse: true },
      { sparse: true, unique: true },
      { partialFilterExpression: { c: { $exists: true } } },
      { partialFilterExpression: { c: { $gte: 1 } } },
    ),
  ),
  { minLength: 1, maxLength: 3, selector: ([keys]) => JSON.stringify(keys) },
);
const sorts = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd.e', 'a.b'), directions), {
    minLength: 1,
    maxLength: 2,
    selector: ([path]) => path,
  })
  .map((pairs): Document => Object.fromEntries(pairs));
const queries = fc.record({
  filter: filters,
  sort: fc.option(sorts),
  skip: fc.constantFrom(0, 0, 2),
  limit: fc.constantFrom(0, 0, 3),
});

const world = fc.record({
  documents: fc.array(documents, { minLength: 4, maxLength: 25 }),
  indexes,
  queries: fc.array(queries, { minLength: 12, maxLength: 12 }),
});

interface Query {
  filter: Document;
  sort: Document | null;
  skip: number;
  limit: number;
}

/** The documents as they are kept, or the code of the error. */
async function answer(collection: Collection, { filter, sort, skip, limit }: Query): Promise<Document[] | number> {
  try {
    const found = collection.find(filter, { promoteValues: false });
    return await (sort ? found.sort(sort).skip(skip).limit(limit) : found).toArray();
  } catch (error) {
    // With promoteValues off, the driver leaves the code of an error a BSON number too.
    return Number((error as { code: unknown }).code);
  }
}

const idsOf = (documents: Document[]) => documents.map(({ _id }) => Number(_id)).sort((a, b) => a - b);

/** Without a sort the order is nobody's promise; with one, equals may change places, and be cut off by a limit. */
function expectSame(ours: Document[] | number, theirs: Document[] | number, query: Query): void {
  const shown = JSON.stringify(query);
  if (typeof ours === 'number' || typeof theirs === 'number') return expect(ours, shown).toBe(theirs);
  expect(ours.length, shown).toBe(theirs.length);
  if (!query.sort || (query.skip === 0 && query.limit === 0)) expect(idsOf(ours), shown).toEqual(idsOf(theirs));
  const compare = ordering(query.sort ?? {});
  for (const [place, document] of ours.entries()) expect(compare(document, theirs[place] ?? {}), shown).toBe(0);
}

/** Into both; what the indexes refuse (two arrays in one of them) goes into neither. */
async function fill(indexed: Collection, plain: Collection, documents: Document[]): Promise<void> {
  const numbered = documents.map((document, _id): Document => ({ ...document, _id }));
  const refused = await indexed.insertMany(numbered, { ordered: false }).then(
    () => new Set<number>(),
    (error: MongoBulkWriteError) => new Set([error.writeErrors].flat().map(({ index }) => index)),
  );
  const taken = numbered.filter((_document, index) => !refused.has(index));
  if (taken.length > 0) await plain.insertMany(taken);
}

async function compare(indexed: Collection, plain: Collection, query: Query): Promise<void> {
  const [ours, theirs] = await Promise.all([answer(indexed, query), answer(plain, query)]);
  expectSame(ours, theirs, query);
  const counts = [indexed, plain].map((collection) => collection.countDocuments(query.filter).catch(() => -1));
  const [counted, expected] = await Promise.all(counts);
  expect(counted, JSON.stringify(query)).toBe(expected);
}

describe('an index', () => {
  it('changes no answer and no order', async () => {
    const { client } = await anEngine();
    const database = client.db('answers');
    let number = 0;
    await fc.assert(
      fc.asyncProperty(world, async ({ documents, indexes, queries }) => {
        number += 1;
        const [indexed, plain] = [database.collection(`indexed${number}`), database.collection(`plain${number}`)];
        for (const [index, [keys, options]] of indexes.entries()) {
          await indexed.createIndex(new Map(keys), { ...options, name: `i${index}` });
        }
        await fill(indexed, plain, documents);
        await Promise.all(queries.map((query) => compare(indexed, plain, query)));
        await Promise.all([indexed.drop(), plain.drop()]);
      }),
      { numRuns: process.env.FULL ? 400 : 15 },
    );
  }, 300_000);
});
