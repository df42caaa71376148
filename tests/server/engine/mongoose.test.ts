import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEngine } from './support.ts';

interface Batch {
  code: string;
  lot: string;
  productId: string;
  onHand: number;
  events: { stage: string; at: Date }[];
  note?: string;
  createdAt: Date;
}

const connection = mongoose.createConnection();
const batches = connection.model(
  'Batch',
  new mongoose.Schema<Batch>(
    {
      code: { type: String, required: true, unique: true },
      lot: String,
      productId: String,
      onHand: Number,
      events: [new mongoose.Schema({ stage: String, at: Date })],
      note: String,
      createdAt: Date,
    },
    { autoIndex: false },
  ).index({ productId: 1, lot: 1 }, { unique: true }),
);

const aBatch = (code: string, more: Partial<Batch> = {}) =>
  batches.create({ code, lot: code, productId: 'p', onHand: 50, events: [], createdAt: new Date(0), ...more });

describe('mongoose on the embedded engine', () => {
  beforeAll(async () => {
    const engine = await anEngine();
    await connection.openUri(engine.uri, { dbName: 'test' });
    await batches.createIndexes();
  });
  afterAll(() => connection.close());

  it('refuses a second document with the same unique key and names the key', async () => {
    await aBatch('A1');
    const refusal = aBatch('A1', { lot: 'other' });
    await expect(refusal).rejects.toMatchObject({ code: 11000, keyPattern: { code: 1 }, keyValue: { code: 'A1' } });
  });

  it('refuses a transaction', async () => {
    const session = await connection.startSession();
    session.startTransaction();
    await expect(batches.findOne({}, null, { session })).rejects.toMatchObject({ code: 20 });
    await session.endSession();
  });

  it('gives back what was kept', async () => {
    const kept = await aBatch('B1', { events: [{ stage: 'harvest', at: new Date('2026-11-01T00:00:00Z') }] });
    const found = await batches.findOne({ code: 'B1' }).lean();
    expect(found).toMatchObject({
      _id: kept._id,
      onHand: 50,
      events: [{ stage: 'harvest', at: new Date('2026-11-01T00:00:00Z') }],
    });
  });

  it('changes one document and gives it back as it was or as it is', async () => {
    await aBatch('C1');
    const before = await batches.findOneAndUpdate({ code: 'C1' }, { $inc: { onHand: -1 } }).lean();
    expect(before?.onHand).toBe(50);
    const after = await batches
      .findOneAndUpdate(
        { code: 'C1', onHand: 49 },
        { $push: { events: { stage: 'dried', at: new Date(1) } } },
        { returnDocument: 'after' },
      )
      .lean();
    expect(after).toMatchObject({ onHand: 49, events: [{ stage: 'dried', at: new Date(1) }] });
    expect(await batches.findOneAndUpdate({ code: 'C1', onHand: 50 }, { $set: { note: 'no' } })).toBeNull();
  });

  it('counts what an update matched and what it changed', async () => {
    await aBatch('D1', { productId: 'd', onHand: 1 });
    await aBatch('D2', { productId: 'd', onHand: 2 });
    const result = await batches.updateMany({ productId: 'd' }, { $set: { onHand: 2 } });
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  it('inserts what an upsert did not find', async () => {
    const result = await batches.updateOne({ code: 'E1' }, { $setOnInsert: { onHand: 3 } }, { upsert: true });
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
    expect(await batches.findOne({ code: 'E1' }).lean()).toMatchObject({ _id: result.upsertedId, onHand: 3 });
  });

  it('deletes one or many, and knows afterwards how many there are', async () => {
    for (const code of ['F1', 'F2', 'F3']) await aBatch(code, { productId: 'f' });
    expect(await batches.deleteOne({ productId: 'f' })).toMatchObject({ deletedCount: 1 });
    expect(await batches.countDocuments({ productId: 'f' })).toBe(2);
    expect(await batches.deleteMany({ productId: 'f' })).toMatchObject({ deletedCount: 2 });
    expect(await batches.exists({ productId: 'f' })).toBeNull();
  });

  it('walks through more documents than fit into one batch', async () => {
    await batches.insertMany(
      Array.from({ length: 350 }, (_, n) => ({ code: `G${n}`, lot: `${n}`, productId: 'g', onHand: n })),
    );
    const seen: number[] = [];
    for await (const batch of batches.find({ productId: 'g' }).sort({ lot: -1 }).lean().cursor({ batchSize: 40 }))
      seen.push(batch.onHand);
    expect(seen).toHaveLength(350);
    expect(new Set(seen).size).toBe(350);
  });

  it('gathers in a pipeline', async () => {
    const [group] = await batches.aggregate([
      { $match: { productId: 'g' } },
      { $group: { _id: '$productId', sum: { $sum: '$onHand' } } },
    ]);
    expect(group).toEqual({ _id: 'g', sum: (349 * 350) / 2 });
  });
});
