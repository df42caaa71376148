import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { turn } from '../ground/patience.ts';

/** Address space that the file may grow into; only what is used takes disk and memory. */
const mapBytes = 256 * 2 ** 30;

export interface FileOptions {
  /** Only for tests: writes are not flushed to disk, so a power cut loses them. */
  noSync?: boolean | undefined;
}

/** LMDB's file, opened. Readers of one moment hold it: whoever leaves it for another waits until nobody does. */
export class LmdbFile {
  readonly db: RootDatabase<Buffer, Buffer>;
  #held = 0;
  #letGo: (() => void) | null = null;

  constructor(path: string, { noSync = false }: FileOptions) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.db = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      encoding: 'binary',
      keyEncoding: 'binary',
      cache: false,
      mapSize: mapBytes,
      noSync,
      // With the default (true) a commit is reported before it is flushed: a power cut then loses acknowledged writes.
      overlappingSync: false,
    });
    // Whoever made the directory may have left it open to others: what stands in the files is not for them.
    for (const made of [path, lockOf(path)]) chmodSync(made, 0o600);
  }

  /** @returns lets it go again */
  hold(): () => void {
    this.#held += 1;
    return () => {
      this.#held -= 1;
      if (this.#held === 0) this.#letGo?.();
    };
  }

  /** Closes it as soon as nobody holds it. */
  async closeWhenFree(): Promise<void> {
    if (this.#held > 0) await new Promise<void>((resolve) => (this.#letGo = resolve));
    await this.db.close();
  }
}

const lockOf = (path: string): string => `${path}-lock`;
const copyMark = '.copy-';
let copies = 0;

/**
 * Writes what the file holds now, and nothing that was removed from it, into a new file that takes its place; to be called while
 * nobody writes. A crash leaves the one or the other, whole, and so does a failure: what throws has left the old one in its place.
 * @returns the new file, opened, whose place `flushPlace` has yet to make last; the old one serves whoever holds it until it is closed
 */
export async function rewritten(old: LmdbFile, path: string, options: FileOptions): Promise<LmdbFile> {
  copies += 1;
  const copy = `${path}${copyMark}${process.pid}-${copies}`;
  let opened: LmdbFile | null = null;
  try {
    await copyEntries(old, copy);
    if (!options.noSync) flush(copy);
    opened = new LmdbFile(copy, options);
    // The data last: nothing may fail once it stands in the other's place. A lock belongs to no data, it is made anew at will.
    renameSync(lockOf(copy), lockOf(path));
    renameSync(copy, path);
    return opened;
  } catch (error) {
    await opened?.closeWhenFree();
    for (const left of [copy, lockOf(copy)]) rmSync(left, { force: true });
    throw error;
  }
}

const atOnce = 1_000;

// Entry by entry: LMDB's own compacting copy keeps the inner pages of its tree, whose keys may be those of entries that are gone.
async function copyEntries(old: LmdbFile, path: string): Promise<void> {
  const { db } = new LmdbFile(path, { noSync: true });
  try {
    for (let start: Buffer | undefined; ; await turn()) {
      const piece = [...old.db.getRange({ ...(start && { start, exclusiveStart: true }), limit: atOnce })];
      db.transactionSync(() => {
        for (const { key, value } of piece) db.putSync(key, value, { append: true });
      });
      start = piece.at(-1)?.key;
      if (piece.length < atOnce) return;
    }
  } finally {
    await db.close();
  }
}

/** Makes it last that one file stands in another's place. @throws where a power cut might bring the other back, without what is written from now on */
export const flushPlace = (path: string): void => flush(dirname(path));

/** Removes what a crash left of copies: they hold what may have been erased since. */
export function removeCopies(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder))
    if (name.startsWith(`${basename(path)}${copyMark}`)) rmSync(join(folder, name), { force: true });
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
