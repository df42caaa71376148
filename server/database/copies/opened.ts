import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { OperatorError } from '../../errors.ts';
import { openSealed } from './sealed-copy.ts';

/** Works in a folder of its own, of which nothing is left. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cho-copy-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const isSealed = (file: string): boolean => file.endsWith('.age');

/**
 * A backup as it can be read: as it is, or opened into a folder.
 * @param identity a line `AGE-SECRET-KEY-1…`; null where none was given
 * @throws OperatorError for a sealed one without its key, and what `openSealed` throws
 */
export async function opened(file: string, identity: string | null, folder: string): Promise<string> {
  if (!isSealed(file)) return file;
  if (identity === null) throw new OperatorError(`${file} is sealed: name the key that opens it with --identity FILE`);
  const plain = join(folder, basename(file, '.age'));
  await openSealed(file, plain, identity);
  return plain;
}
