import mongoose from 'mongoose';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict } from '../errors.ts';

/** A seller's file is being made: one at a time, since it reads all there is of the seller. */
interface OwnFileMaking {
  /** the seller's id */
  _id: string;
  since: Date;
  /** when it was last finished, and by whom it was taken */
  takenAt: Date | null;
  takenBy: string | null;
}

const schema = new mongoose.Schema<OwnFileMaking>(
  {
    _id: { type: String, required: true },
    since: { type: Date, required: true },
    takenAt: { type: Date, default: null },
    takenBy: { type: String, default: null },
  },
  { versionKey: false, strict: 'throw', collection: 'own-files' },
);
const OwnFileModel = mongoose.model<OwnFileMaking>('OwnFile', schema);

const free = new Date(0);
/** After so long whoever made it has ended without a word. */
export const cutOffMinutes = 10;

/**
 * Makes a seller's file, unless it is being made at this moment.
 * @throws conflict('own-file-being-made')
 */
export async function makeAlone(
  sellerId: string,
  { by, at }: { by: string; at: Date },
  make: () => Promise<void>,
): Promise<void> {
  await begin(sellerId, at);
  try {
    await make();
    await OwnFileModel.updateOne({ _id: sellerId, since: at }, { $set: { takenAt: at, takenBy: by } });
  } finally {
    await OwnFileModel.updateOne({ _id: sellerId, since: at }, { $set: { since: free } });
  }
}

async function begin(sellerId: string, at: Date): Promise<void> {
  const cutOff = new Date(at.getTime() - cutOffMinutes * 60_000);
  try {
    await OwnFileModel.updateOne({ _id: sellerId, since: { $lt: cutOff } }, { $set: { since: at } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw conflict('own-file-being-made', { minutes: cutOffMinutes });
  }
}

/** When it was last taken, and by whom; null where nobody did. */
export async function lastTaking(sellerId: string): Promise<{ at: Date; by: string } | null> {
  const record = await OwnFileModel.findById(sellerId).lean();
  return record?.takenAt ? { at: record.takenAt, by: record.takenBy ?? '' } : null;
}
