import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { connectTo } from '../../server/database/connection.ts';
import { startEngine } from '../../server/engine/engine.ts';

/**
 * Measures in an empty database, which is gone afterwards.
 * @param name what its folder is called by
 * @param work is told the folder
 */
export async function inOwnDatabase<T>(name: string, work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `cho-${name}-`));
  const engine = await startEngine({ dataDir, noSync: true });
  await connectTo(engine.uri, 'bench');
  try {
    return await work(dataDir);
  } finally {
    await mongoose.disconnect();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
