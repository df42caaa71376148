import { model, Schema } from 'mongoose';

/** What came of one day's things for one figure and seller: facts of the same day, summed. */
export interface SumRow {
  id: string;
  sellerId: string | null;
  /** the day it counts on, `YYYY-MM-DD` */
  day: string;
  amount: number;
  kinds: [kind: string, amount: number][];
}

/** The sums of all that one source holds under one day; kept so that nobody reads that day's things again. */
export interface DaySumRecord {
  /** `orders 2026-11-12` */
  _id: string;
  /** `SumRow[]` as JSON: hundreds of days are read at once, and a text is read faster than thousands of small documents */
  rows: string;
}

/** How far changes of a source were looked through. */
export interface SumMarkRecord {
  /** the source's name */
  _id: string;
  last: Date;
}

const sums = new Schema<DaySumRecord>(
  { _id: { type: String, required: true }, rows: { type: String, required: true } },
  { versionKey: false, strict: 'throw' },
);

const marks = new Schema<SumMarkRecord>(
  { _id: { type: String, required: true }, last: { type: Date, required: true } },
  { versionKey: false, strict: 'throw' },
);

export const DaySumModel = model<DaySumRecord>('DaySum', sums, 'day_sums');
export const SumMarkModel = model<SumMarkRecord>('SumMark', marks, 'day_sum_marks');
