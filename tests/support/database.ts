import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectTo } from '../../server/database/connection.ts';
import { sealUnder } from '../../server/identity/accounts.ts';
import { testConfig } from './services.ts';

/** Gives the test file a fresh database of its own, and takes it away again. Call it once, at the top of the file. */
export function useDatabase(): void {
  beforeAll(async () => {
    sealUnder(testConfig().sessionSecret);
    await connectTo(inject('mongodbUri'), `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`);
    await keepForEver();
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });
}

// The clock of the tests stands still at a day of its own; the database's would take away what is long over by now.
async function keepForEver(): Promise<void> {
  for (const { collection, schema } of Object.values(mongoose.models)) {
    if (!schema.indexes().some(([, { expireAfterSeconds }]) => expireAfterSeconds !== undefined)) continue;
    const indexes = await collection.indexes();
    const expiring = indexes.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined);
    for (const { name } of expiring) if (name) await collection.dropIndex(name);
  }
}
