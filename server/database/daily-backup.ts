import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MongoClient } from 'mongodb';
import { readArchive } from './archive.ts';
import { backup } from './backup.ts';
import { overwriteFreed } from './overwrite.ts';

/** How many daily copies there are; in the oldest stands what was erased since. */
export const backupsKept = 14;
const isBackup = (name: string): boolean => /^\d{4}-\d\d-\d\d\.archive$/.test(name);

/**
 * Makes the backup of the day if it is not there yet, reads it back to be sure of it, and removes all but the newest
 * 14. To be called now and then, by one process; `day` is YYYY-MM-DD. Answers with the file it made, or null.
 */
export async function keepDailyBackup(
  client: MongoClient,
  databaseName: string,
  to: { folder: string; day: string },
): Promise<string | null> {
  await mkdir(to.folder, { recursive: true, mode: 0o700 });
  const file = join(to.folder, `${to.day}.archive`);
  const there = await readdir(to.folder);
  if (there.includes(`${to.day}.archive`)) return null;
  await rm(`${file}.partial`, { force: true });
  await backup(client, databaseName, file);
  await verify(file);
  const old = [...there, `${to.day}.archive`].filter(isBackup).toSorted().slice(0, -backupsKept);
  for (const name of old) await rm(join(to.folder, name));
  // What ran out by itself that day lies in free pages no longer than until here.
  await overwriteFreed(client.db(databaseName));
  return file;
}

/** The names of the backups in a folder, the oldest first. */
export const backupsThere = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter(isBackup).toSorted();

/** Seconds since the newest backup was made; none where there is none yet. */
export async function backupFigures(folder: string, at: Date): Promise<{ newest?: number }> {
  const newest = (await backupsThere(folder)).at(-1);
  if (newest === undefined) return {};
  const { mtime } = await stat(join(folder, newest));
  return { newest: Math.max(0, Math.round((at.getTime() - mtime.getTime()) / 1000)) };
}

/** Reads a backup to its end. Throws ArchiveError, and removes the file, when it is not whole. */
async function verify(file: string): Promise<void> {
  try {
    for await (const part of (await readArchive(file)).parts) part.documents.length = 0;
  } catch (error) {
    await rm(file);
    throw error;
  }
}
