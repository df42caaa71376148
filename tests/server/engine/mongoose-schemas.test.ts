import mongoose, { Schema, Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEngine } from './support.ts';

const connection = mongoose.createConnection();

const Farmers = connection.model(
  'Farmer',
  new Schema({ name: { type: String, trim: true }, village: String }, { timestamps: true }),
);
const Goods = connection.model(
  'Goods',
  new Schema(
    {
      name: { type: String, required: true },
      farmer: { type: Schema.Types.ObjectId, ref: 'Farmer' },
      packs: [new Schema({ size: Number, vnd: { type: Number, min: 0 } })],
      marks: { type: Map, of: Number },
      mixed: Schema.Types.Mixed,
      price: Schema.Types.Decimal128,
      tags: [String],
    },
    { optimisticConcurrency: true },
  ),
);
const Readings = connection.model(
  'Reading',
  new Schema({ day: Number, at: Date, vnd: Number, farmer: Schema.Types.ObjectId }),
);

describe('mongoose schemas on the embedded engine', () => {
  beforeAll(async () => {
    const engine = await anEngine();
    await connection.openUri(engine.uri, { dbName: 'schemas' });
    await Promise.all([Farmers.init(), Goods.init(), Readings.init()]);
  });
  afterAll(() => connection.close());

  it('does not keep what the schema refuses', async () => {
    await expect(Goods.create({ packs: [{ size: 1, vnd: -1 }] })).rejects.toThrow('validation failed');
    expect(await Goods.estimatedDocumentCount()).toBe(0);
  });

  it('keeps subdocuments, maps, decimals and times as they were given', async () => {
    const made = await Goods.create({
      name: 'Miến',
      packs: [{ size: 500, vnd: 45_000 }],
      marks: { sweet: 3 },
      price: '1.10',
      mixed: { a: [1, { b: null }] },
    });
    const found = await Goods.findById(made._id).lean();
    expect(found).toMatchObject({
      name: 'Miến',
      packs: [{ size: 500, vnd: 45_000 }],
      marks: { sweet: 3 },
      mixed: { a: [1, { b: null }] },
      __v: 0,
    });
    expect(String(found?.price)).toBe('1.10');
    const farmer = await Farmers.create({ name: ' Lò Thị Mẩy ' });
    expect(farmer).toMatchObject({ name: 'Lò Thị Mẩy', createdAt: expect.any(Date), updatedAt: expect.any(Date) });
    await Farmers.updateOne({ _id: farmer._id }, { village: 'Bản Bo' });
    const later = await Farmers.findById(farmer._id).orFail();
    expect(later.updatedAt.getTime()).toBeGreaterThanOrEqual(farmer.updatedAt.getTime());
    expect(later.createdAt).toEqual(farmer.createdAt);
  });

  it('saves only what changed, and pushes, pulls and removes subdocuments', async () => {
    const goods = await Goods.create({ name: 'Gạo', packs: [{ size: 1 }, { size: 2 }], tags: ['a'] });
    goods.packs[1]?.set('vnd', 7);
    goods.packs.push({ size: 3 });
    (goods.tags as Types.Array<string>).push('b');
    await goods.save();
    goods.packs.pull(goods.packs[0]);
    goods.set('mixed.deep.er', 1);
    await goods.save();
    expect(await Goods.findById(goods._id).lean()).toMatchObject({
      packs: [{ size: 2, vnd: 7 }, { size: 3 }],
      tags: ['a', 'b'],
      mixed: { deep: { er: 1 } },
    });
    await Goods.updateOne({ _id: goods._id, 'packs.size': 3 }, { $set: { 'packs.$.vnd': 9 }, $unset: { mixed: 1 } });
    await Goods.updateOne(
      { _id: goods._id },
      { $inc: { 'packs.$[small].vnd': 1 } },
      { arrayFilters: [{ 'small.size': { $lt: 3 } }] },
    );
    expect((await Goods.findById(goods._id).lean())?.packs.map(({ vnd }) => vnd)).toEqual([8, 9]);
  });

  it('refuses to save what somebody else has saved meanwhile', async () => {
    const { _id } = await Goods.create({ name: 'Mật', packs: [{ size: 1 }] });
    const [mine, yours] = await Promise.all([Goods.findById(_id).orFail(), Goods.findById(_id).orFail()]);
    yours.name = 'Mật ong';
    await yours.save();
    mine.packs[0]?.set('size', 2);
    await expect(mine.save()).rejects.toBeInstanceOf(mongoose.Error.VersionError);
    expect(await Goods.findById(_id).lean()).toMatchObject({ name: 'Mật ong', packs: [{ size: 1 }], __v: 1 });
  });

  it('populates references, also in many documents and only the chosen fields', async () => {
    const farmer = await Farmers.create({ name: 'Vàng A Páo', village: 'Nà Tăm' });
    await Goods.create([
      { name: 'p1', farmer: farmer._id },
      { name: 'p2', farmer: new Types.ObjectId() },
      { name: 'p3' },
    ]);
    const found = await Goods.find({ name: /p/ }).sort('name').populate('farmer', 'name -_id').lean();
    expect(found.map((goods) => goods.farmer)).toEqual([{ name: 'Vàng A Páo' }, null, undefined]);
  });

  it('writes in bulk, ordered and unordered', async () => {
    const same = new Types.ObjectId();
    const writes = [
      { insertOne: { document: { _id: same, name: 'k1' } } },
      { insertOne: { document: { _id: same, name: 'k2' } } },
      { updateMany: { filter: { name: /k/ }, update: { $set: { mixed: 1 } } } },
      { replaceOne: { filter: { name: 'k9' }, replacement: { name: 'k9' }, upsert: true } },
      { deleteOne: { filter: { name: 'k9' } } },
    ];
    await expect(Goods.bulkWrite(writes as never)).rejects.toMatchObject({ code: 11_000, insertedCount: 1 });
    await Goods.deleteMany({ name: /k/ });
    await expect(Goods.bulkWrite(writes as never, { ordered: false })).rejects.toMatchObject({
      code: 11_000,
      insertedCount: 1,
      modifiedCount: 1,
      upsertedCount: 1,
      deletedCount: 1,
    });
    const goods = await Goods.find({ name: /k/ }).lean();
    expect(goods).toMatchObject([{ _id: same, mixed: 1 }]);
  });

  it('walks over 10,000 documents in order, and counts and groups them', async () => {
    const farmers = await Farmers.create([{ name: 'one' }, { name: 'two' }]);
    const at = (day: number) => new Date(Date.UTC(2026, 2, 31, 16 + (day % 2) * 2));
    await Readings.insertMany(
      Array.from({ length: 10_000 }, (_, day) => ({ day, at: at(day), vnd: day, farmer: farmers[day % 2]?._id })),
      { lean: true },
    );
    let next = 0;
    for await (const { day } of Readings.find().sort({ _id: 1 }).lean().cursor({ batchSize: 1000 })) {
      if (day === next) next += 1;
    }
    expect(next).toBe(10_000);
    const days = await Readings.aggregate([
      { $match: { day: { $lt: 100 } } },
      { $group: { _id: '$at', vnd: { $sum: '$vnd' }, last: { $max: '$day' } } },
      { $sort: { _id: -1 } },
    ]);
    expect(days).toEqual([
      { _id: at(1), vnd: 2500, last: 99 },
      { _id: at(0), vnd: 2450, last: 98 },
    ]);
    expect((await Readings.distinct('farmer')).length).toBe(2);
    expect(await Readings.countDocuments({ day: { $gte: 9_990 } })).toBe(10);
  });
});
