import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { requireFolder } from './database/data-folder.ts';

/** A secret of 32 bytes in hex, made once and kept in the data folder for whoever starts again. */
export function keptSecret(dataDir: string, name: string): string {
  const file = path.join(dataDir, 'keys', name);
  if (!existsSync(file)) {
    requireFolder(path.dirname(file));
    writeNew(file, randomBytes(32).toString('hex'));
  }
  return readFileSync(file, 'utf8').trim();
}

// Two processes may start at once: the first to link its file wins, and both read that one.
function writeNew(file: string, text: string): void {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${text}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(own, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(own);
  }
}
