import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import mongoose, { type Collection } from 'mongoose';
import { connectTo } from '../../server/database/connection.ts';
import { noon } from '../support/services.ts';
import { compiledEngine } from './compiled-engine.ts';

const atOnce = 20;

/** Does the work with a database of its own: the embedded engine as in production, with its full durability. */
export async function withEngine<T>(work: () => Promise<T>): Promise<T> {
  const { startEngine } = await compiledEngine();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cho-bench-'));
  const engine = await startEngine({ dataDir });
  try {
    await connectTo(engine.uri, 'bench');
    return await work();
  } finally {
    await mongoose.disconnect();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What the other work is held against: a bare keyed write of a record as large as a transfer. */
export async function writeBare(bare: Collection, key: string): Promise<void> {
  await bare.updateOne(
    { _id: key as never },
    { $setOnInsert: { amountVnd: 60_000, at: noon, content: 'x'.repeat(200) } },
    { upsert: true },
  );
}

/** Does the work for each, twenty at once; seconds it took. */
export async function timed<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<number> {
  const queue = list.values();
  const worker = async () => {
    for (const one of queue) await work(one);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - began) / 1000;
}
