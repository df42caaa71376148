import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, inject } from 'vitest';
import { connectTo } from '../../server/database/connection.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

/**
 * Gives the test file a database of its own behind a proxy that can fail. Call it once, at the top of the file.
 * @param readiness how the program answers `/readyz` now
 */
export function useFaultyDatabase(readiness: () => Promise<{ status: number }>) {
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await startFaultProxy(inject('mongodbUri'));
    await connectTo(proxy.uri, `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`);
  });
  afterAll(async () => {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
    await proxy.stop();
  });
  return {
    uri: () => proxy.uri,
    fail: (...fault: Parameters<FaultProxy['set']>) => proxy.set(...fault),
    /** Whatever hung is given up, and what comes next is answered again. @throws when it is not */
    heal: async () => {
      proxy.set('none');
      for (let tries = 0; tries < 100; tries += 1) if ((await readiness()).status === 200) return;
      throw new Error('The program does not answer again though its database does');
    },
  };
}
