import { performance } from 'node:perf_hooks';
import type { Document } from 'mongodb';

/** Where the database's clock stood, and how long this process had run by then. */
let read: { atMs: number; ranMs: number } | null = null;

/** So often a process looks at the database's clock again: its own runs on evenly in between, whoever sets the machine's. */
export const clockSeconds = 60;

/**
 * The time by the database's clock, which all processes share: what one has claimed for some seconds is not taken for left
 * behind by another whose machine is ahead (decision 0073). Before the clock was read, this machine's own.
 */
export const databaseNow = (): Date =>
  read === null ? new Date() : new Date(Math.round(read.atMs + performance.now() - read.ranMs));

/** Looks at the database's clock. @throws what the database says */
export async function readClock(db: { command: (command: Document) => Promise<Document> }): Promise<void> {
  const before = performance.now();
  const { localTime } = (await db.command({ hello: 1 })) as { localTime?: unknown };
  const after = performance.now();
  // Half of the way is the way back, as near as anybody can tell.
  if (localTime instanceof Date) read = { atMs: localTime.getTime(), ranMs: (before + after) / 2 };
}
