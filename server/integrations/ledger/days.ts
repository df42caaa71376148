import mongoose from 'mongoose';
import { upsert } from '../../database/upsert.ts';
import { dayOf } from '../../format.ts';
import { bringUpToDate, type LogConfig, rootAt } from './log.ts';
import { readCheckpoint } from './note.ts';

/** How long the log was when it was last looked at on a day, and what it said. */
export interface DayHead {
  /** YYYY-MM-DD in Vietnam. */
  day: string;
  size: number;
  /** As it is posted: 16 hexadecimal digits in groups of four. */
  code: string;
}

interface DayRecord {
  _id: string;
  size: number;
  root: string;
}

const schema = new mongoose.Schema<DayRecord>(
  {
    _id: { type: String, required: true },
    size: { type: Number, required: true },
    root: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw', collection: 'ledger-days' },
);

const DayModel = mongoose.model<DayRecord>('LedgerDay', schema);

/** A root as people compare it: enough that nobody finds a second history with the same. */
export const rootCode = (root: Buffer): string => (root.toString('hex').slice(0, 16).match(/.{4}/g) ?? []).join(' ');

/** Brings the log up to date and keeps its head as that of the day. Safe to repeat. */
export async function keepDay(config: LogConfig, at: Date): Promise<void> {
  const head = readCheckpoint(await bringUpToDate(config));
  if (head === null) return;
  const day = { size: head.size, root: head.root.toString('hex') };
  await upsert(() => DayModel.updateOne({ _id: dayOf(at) }, { $set: day }, { upsert: true }));
}

/** The heads of the last days, the latest first. */
export async function lastDays(most: number): Promise<DayHead[]> {
  const days = await DayModel.find().sort({ _id: -1 }).limit(most).lean();
  return days.map(({ _id, size, root }) => ({ day: _id, size, code: rootCode(Buffer.from(root, 'hex')) }));
}

/**
 * What the log said when it had so many lines, to be held against what somebody posted then; null where it is not that long.
 * @param now how long it is
 */
export const codeAt = async (size: number, now: number): Promise<string | null> =>
  size <= now ? rootCode(await rootAt(size)) : null;
