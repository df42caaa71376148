import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectTo } from '../../server/database/connection.ts';

/** Gives the test file a fresh database of its own, and takes it away again. Call it once, at the top of the file. */
export function useDatabase(): void {
  beforeAll(async () => {
    await connectTo(inject('mongodbUri'), `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`);
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  });
}
