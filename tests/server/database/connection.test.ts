import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, expect, inject, it } from 'vitest';
import { connectTo, databaseIn } from '../../../server/database/connection.ts';

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

it('reads and writes with most of a replica set, and nobody waits without end', () => {
  const { readConcern, writeConcern, readPreference, ...options } = mongoose.connection.getClient().options;
  expect(readConcern?.level).toBe('majority');
  expect([writeConcern?.w, writeConcern?.journal]).toEqual(['majority', true]);
  expect(readPreference.mode).toBe('primary');
  const { serverSelectionTimeoutMS, waitQueueTimeoutMS, connectTimeoutMS, socketTimeoutMS } = options;
  const limits = [serverSelectionTimeoutMS, waitQueueTimeoutMS, connectTimeoutMS, socketTimeoutMS];
  expect(limits.filter((ms) => !(ms > 0 && ms < 5000))).toEqual([]);
});

it.each([
  ['mongodb://a,b/market?replicaSet=rs0', 'market'],
  ['mongodb://me:pass@a:27017/', 'chobinhlu'],
  ['mongodb+srv://a', 'chobinhlu'],
  ['mongodb://a/?authSource=admin', 'chobinhlu'],
])('takes the database that %s names, else its own and never the driver’s “test”', (uri, name) => {
  expect(databaseIn(uri)).toBe(name);
});
