import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, expect, inject, it } from 'vitest';
import { connectTo } from '../../../server/database/connection.ts';

const schema = new mongoose.Schema({ number: { type: String, default: null } });
schema.index({ number: 1 }, { unique: true, partialFilterExpression: { number: { $gt: '' } } });
const Parcel = mongoose.model('Parcel', schema);
const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;

afterAll(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
});

it('makes an index anew whose rules have changed since the database was made', async () => {
  await connectTo(inject('mongodbUri'), name);
  await Parcel.collection.dropIndex('number_1');
  await Parcel.collection.createIndex({ number: 1 }, { unique: true });
  await mongoose.disconnect();
  await connectTo(inject('mongodbUri'), name);
  await Parcel.create({}, {});
  await expect(Parcel.create([{ number: 'A' }, { number: 'A' }])).rejects.toThrow(/duplicate key/);
});

it('leaves an index alone that the operator made', async () => {
  await Parcel.collection.createIndex({ weight: 1 }, { name: 'of_the_operator' });
  await Parcel.collection.dropIndex('number_1');
  await Parcel.collection.createIndex({ number: 1 });
  await mongoose.disconnect();
  await connectTo(inject('mongodbUri'), name);
  const indexes = await Parcel.collection.indexes();
  expect(indexes.map((one) => one.name)).toContain('of_the_operator');
  expect(indexes.find(({ key }) => key.number)?.unique).toBe(true);
});
