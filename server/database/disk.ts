import { stat, statfs } from 'node:fs/promises';
import { dataFile } from './embedded.ts';

/** Bytes of the embedded database's file, and bytes that are free on its disk for this program. */
export async function diskFigures(dataDir: string): Promise<{ database: number; free: number }> {
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(dataFile(dataDir)), statfs(dataDir)]);
  return { database: size, free: bavail * bsize };
}
