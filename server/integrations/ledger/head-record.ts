import mongoose from 'mongoose';

/** What the log knows of itself beside its tiles. */
interface HeadRecord {
  /** `log`: its name, how far its entries are written back, and the last head that was signed. */
  _id: string;
  origin: string;
  /** All entries before this one are written down with their batches. */
  settled: number;
  /** The last that was signed, C2SP tlog-checkpoint. */
  checkpoint: string | null;
  /** How long the log was when that was signed: a shorter one is never signed again. */
  size: number;
  /** The keys that ever signed, one line each, the newest last. */
  vkeys: string[];
  /** What the earlier of two keys signed when the later one took over, in that order; absent before the first. */
  keyChanges?: string[];
}

const schema = new mongoose.Schema<HeadRecord>(
  {
    _id: { type: String, required: true },
    origin: { type: String, required: true },
    settled: { type: Number, default: 0 },
    checkpoint: { type: String, default: null },
    size: { type: Number, default: 0 },
    vkeys: [String],
    keyChanges: { type: [String], default: undefined },
  },
  { versionKey: false, strict: 'throw', collection: 'ledger' },
);

export const HeadModel = mongoose.model<HeadRecord>('LedgerHead', schema);

/** The one record there is. */
export const theLog = 'log';
