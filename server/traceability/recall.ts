import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';

/** One recall as it stands with a batch or a lot from outside. */
export interface RecallRow {
  /** Of the recall's own record; recalls from before there were such records have the id `first`. */
  id: string;
  reason: Localized;
  advice: Localized;
  at: Date;
}

/** What was called back: a batch, a lot from outside, all that a household made on a day, or all that an input product touched. */
export type RecallOf = 'batch' | 'outside-lot' | 'maker-day' | 'material';

/**
 * One recall, one act: written before anything else, so that whoever is cut off after it finds what is left to do, and
 * nothing of its sources is sold from then on.
 */
export interface RecallRecord {
  _id: string;
  of: RecallOf;
  /** Codes of batches and ids of lots from outside; what was made from them is barred with them. */
  sources: string[];
  /** What is called back, in words: a lot, a household and a day, a fertiliser. */
  title: string;
  reason: Localized;
  advice: Localized;
  by: string;
  at: Date;
  /** spreading and lifting: not done yet. */
  state: 'spreading' | 'spoken' | 'lifting' | 'lifted';
  liftReason: Localized | null;
  liftedBy: string | null;
  liftedAt: Date | null;
  /** Of what it names and, once it is spoken, of all that was made from it; absent in the first records. */
  sellerIds?: string[];
  /** What it reached when it was spoken: how many batches, of which goods. Nothing can be made from them meanwhile. */
  reached?: { batches: number; productIds: string[] };
  /** Of what there can be one at a time; absent once lifted. */
  openKey?: string;
}

/** A recall as other files know it. */
export interface Recall {
  id: string;
  of: RecallOf;
  /** Codes of batches and ids of lots from outside. */
  sources: string[];
  /** What is called back, in words. */
  title: string;
  reason: Localized;
  advice: Localized;
  by: string;
  at: Date;
  /** Null until it is spoken. */
  reached: { batches: number; productIds: string[] } | null;
  /** Its parts are not all done yet, or not all taken back. */
  underWay: boolean;
  lifted: { reason: Localized; by: string; at: Date } | null;
}

const schema = new mongoose.Schema<RecallRecord>(
  {
    _id: { type: String, required: true },
    of: { type: String, required: true },
    sources: [String],
    title: { type: String, required: true },
    reason: localized,
    advice: localized,
    by: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    liftReason: { type: localized, default: null },
    liftedBy: { type: String, default: null },
    liftedAt: { type: Date, default: null },
    sellerIds: [String],
    reached: {
      type: new mongoose.Schema({ batches: Number, productIds: [String] }, { _id: false }),
      default: undefined,
    },
    openKey: String,
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ openKey: 1 }, { unique: true, sparse: true });
schema.index({ sources: 1 });
schema.index({ state: 1, at: -1 });
schema.index({ sellerIds: 1 });

export const RecallModel = mongoose.model<RecallRecord>('Recall', schema);

/** A recall field by field. */
export const readRecall = (record: RecallRecord): Recall => ({
  id: record._id,
  of: record.of,
  sources: [...record.sources],
  title: record.title,
  reason: plainWords(record.reason),
  advice: plainWords(record.advice),
  by: record.by,
  at: record.at,
  reached: record.reached ? { batches: record.reached.batches, productIds: [...record.reached.productIds] } : null,
  underWay: record.state === 'spreading' || record.state === 'lifting',
  lifted: record.liftReason &&
    record.liftedAt && {
      reason: plainWords(record.liftReason),
      by: record.liftedBy ?? '',
      at: record.liftedAt,
    },
});
