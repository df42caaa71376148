import { BSON, Int32, serialize } from 'bson';
import fc from 'fast-check';
import type { Collection, Document, Filter } from 'mongodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { elements } from '../../../server/engine/language/bson-bytes.ts';
import { anEngine, type TestEngine } from './support.ts';

interface Kept {
  _id: unknown;
}

let engine: TestEngine;
let goods: Collection<Kept>;
let number = 0;
beforeAll(async () => {
  engine = await anEngine();
});
beforeEach(() => {
  number += 1;
  goods = engine.client.db('order').collection(`goods${number}`);
});

/** A document in exactly this order, which only a Map can have. */
const inOrder = (...fields: [string, unknown][]): Kept => new Map(fields) as unknown as Kept;

/** The names of the fields as they lie in the bytes, with those inside. */
function namesOf(bytes: Uint8Array): unknown[] {
  return [...elements(bytes)].map(({ name, type, valueStart, end }) =>
    type === BSON.BSONType.object ? [name, namesOf(bytes.subarray(valueStart, end))] : name,
  );
}

async function rawOf(cursor: { toArray(): Promise<unknown[]> }): Promise<unknown[][]> {
  return (await cursor.toArray()).map((bytes) => namesOf(bytes as Uint8Array));
}

const raw = { raw: true };
const find = (filter: Document = {}, projection?: Document) =>
  rawOf(goods.find(filter, { ...raw, ...(projection ? { projection } : {}) }));

const refused = { code: 238, message: expect.stringContaining('whole numbers') };

describe('fields whose names are whole numbers', () => {
  const mixed = () => inOrder(['_id', 1], ['b', 1], ['10', 2], ['9', 3], ['in', inOrder(['x', 1], ['0', 2])]);

  it('stay where they are when a document is inserted and found', async () => {
    await goods.createIndex({ b: 1 });
    await goods.insertOne(mixed());
    const kept = ['_id', 'b', '10', '9', ['in', ['x', '0']]];
    expect(await find()).toEqual([kept]);
    expect(await find({ b: 1 })).toEqual([kept]);
    expect(await find({ b: 1, '10': 2, '9': 3 })).toEqual([kept]);
    expect(await goods.countDocuments({ '10': { $gt: 1 } })).toBe(1);
    expect(await rawOf(goods.find({}, raw).sort({ '9': 1, '10': -1, b: 1 }))).toEqual([kept]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['$set', () => goods.updateOne({ b: 1 }, { $set: { b: 2 } })],
    ['$inc of many', () => goods.updateMany({}, { $inc: { b: 1, 'in.x': 1 } })],
    ['a pipeline', () => goods.updateOne({}, [{ $set: { b: 2 } }])],
    ['findOneAndUpdate', () => goods.findOneAndUpdate({}, { $set: { b: 2 } })],
    ['$unset', () => goods.updateOne({}, { $set: { b: 2 }, $unset: { nothing: '' } })],
  ])('are not moved by %s: it leaves them where they are, or is refused', async (_, ask) => {
    await goods.insertOne(mixed());
    await ask().catch((error: unknown) => expect(error).toMatchObject(refused));
    expect(await find()).toEqual([['_id', 'b', '10', '9', ['in', ['x', '0']]]]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a projection', () => goods.findOne({}, { projection: { b: 0 } })],
    ['$addFields', () => goods.aggregate([{ $addFields: { c: 1 } }]).toArray()],
    ['$group', () => goods.aggregate([{ $group: { _id: '$in' } }]).toArray()],
    ['a filter inside', () => goods.findOne({ in: { x: 1 } } as Filter<Kept>)],
    ['an index on the whole of it', () => goods.createIndex({ in: 1 })],
  ])('are not shown moved by %s, which is refused', async (_, ask) => {
    await goods.insertOne(mixed());
    await expect(ask()).rejects.toMatchObject(refused);
    expect(await find()).toEqual([['_id', 'b', '10', '9', ['in', ['x', '0']]]]);
  });

  it('do not keep a document from being changed elsewhere or deleted', async () => {
    await goods.createIndex({ b: 1 });
    await goods.insertOne(mixed());
    await goods.updateOne({ b: 1 }, { $inc: { b: 1 } });
    expect(await find({ b: 2 })).toEqual([['_id', 'b', '10', '9', ['in', ['x', '0']]]]);
    expect(await goods.deleteOne({ b: 2 })).toMatchObject({ deletedCount: 1 });
  });

  it('are refused where an index holds the whole of what they are in', async () => {
    await goods.createIndex({ in: 1 });
    await expect(goods.insertOne(mixed())).rejects.toMatchObject(refused);
    expect(await find()).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['$set', () => goods.updateOne({}, { $set: { 'days.9': 1 } })],
    [
      'an upsert',
      () => goods.updateOne({ _id: 2, '3': 1 } as unknown as Filter<Kept>, { $set: { c: 1 } }, { upsert: true }),
    ],
    ['$addFields', () => goods.aggregate([{ $addFields: { '3': 1 } }]).toArray()],
    ['$group', () => goods.aggregate([{ $group: { _id: null, '3': { $sum: 1 } } }]).toArray()],
    ['$project', () => goods.aggregate([{ $project: { '3': '$a' } }]).toArray()],
    [
      '$setField',
      () => goods.aggregate([{ $project: { c: { $setField: { field: '9', input: '$days', value: 1 } } } }]).toArray(),
    ],
    ['$mergeObjects', () => goods.aggregate([{ $project: { c: { $mergeObjects: ['$days', { '9': 1 }] } } }]).toArray()],
  ])('are not added by %s where they would not come last', async (_, ask) => {
    await goods.insertOne({ _id: 1, a: 1, days: { '10': 1 } } as Kept);
    await expect(ask()).rejects.toMatchObject(refused);
    expect(await find()).toEqual([['_id', 'a', ['days', ['10']]]]);
  });

  it('come last when they are added to a document, or are refused', async () => {
    await goods.insertOne({ _id: 1, a: 1 } as Kept);
    await goods.updateOne({}, { $inc: { '3': 1 } }).catch((error: unknown) => expect(error).toMatchObject(refused));
    expect([
      ['_id', 'a', '3'],
      ['_id', 'a'],
    ]).toContainEqual((await find())[0]);
    const other = { '3': 1 } as Document;
    await goods.replaceOne({}, other).catch((error: unknown) => expect(error).toMatchObject(refused));
    expect([
      ['_id', '3'],
      ['_id', 'a', '3'],
      ['_id', 'a'],
    ]).toContainEqual((await find())[0]);
  });

  it('are added and changed where they come last, and in arrays', async () => {
    await goods.insertOne({ _id: 1, days: { '9': 1 }, list: [1, 2] } as Kept);
    await goods.updateOne({}, { $inc: { 'days.10': 1, 'days.9': 1 }, $set: { 'list.0': 5, 'list.2': 6 } });
    await goods.updateOne({}, { $set: { 'days.note': 'x' } });
    expect(await find()).toEqual([['_id', ['days', ['9', '10', 'note']], 'list']]);
    expect(await goods.findOne()).toEqual({ _id: 1, days: { 9: 2, 10: 1, note: 'x' }, list: [5, 2, 6] });
    await expect(goods.updateOne({}, { $set: { 'days.11': 1 } })).rejects.toMatchObject(refused);
  });

  it('never move, whatever is asked', async () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', '0', '1', '2', '10', '01', '4294967295'), { maxLength: 4 });
    const documents = names.map(
      (list) => new Map<string, unknown>([...list.map((name) => [name, 1] as const), ['z', 1]]),
    );
    await fc.assert(
      fc.asyncProperty(documents, names, async (inner, [target = 'a']) => {
        await goods.drop();
        const before = new Map<string, unknown>([
          ['_id', 1],
          ['in', inner],
          ['z', 1],
        ]);
        await goods.insertOne(before as unknown as Kept);
        const isDone = await goods.updateOne({}, { $inc: { [`in.${target}`]: 1 } }).then(
          () => true,
          (error: { code: unknown }) => {
            expect(error.code).toBe(238);
            return false;
          },
        );
        const [after] = (await goods.find({}, raw).toArray()) as unknown as Uint8Array[];
        if (isDone) inner.set(target, new Int32(Number(inner.get(target) ?? 0) + 1));
        expect(Buffer.from(after ?? []).equals(serialize(before))).toBe(true);
      }),
      { numRuns: process.env.FULL ? 3_000 : 200 },
    );
  });
});
