import { model, Schema } from 'mongoose';

/** One person's look at one label on one day: kept for a few days, so that the second look that day is not another scan. */
export interface DayLookRecord {
  /** `YYYY-MM-DD CODE[/SERIAL] key-of-the-browser` (scan.ts: nobody can be found from it) */
  _id: string;
  at: Date;
}

/** How often the labels of one product were looked at on one Vietnamese day. */
export interface ScanDayRecord {
  /** `YYYY-MM-DD productId`: days are read by ranges of it */
  _id: string;
  productId: string;
  /** one browser counting once a label and day */
  people: number;
  previews: number;
  robots: number;
}

const dayLook = new Schema<DayLookRecord>({ _id: String, at: Date }, { versionKey: false, strict: 'throw' });
dayLook.index({ at: 1 }, { expireAfterSeconds: 3 * 86_400 });

const scanDay = new Schema<ScanDayRecord>(
  {
    _id: String,
    productId: String,
    people: { type: Number, default: 0 },
    previews: { type: Number, default: 0 },
    robots: { type: Number, default: 0 },
  },
  { versionKey: false, strict: 'throw' },
);

// For the list of scans.
scanDay.index({ productId: 1, _id: -1 });

export const DayLookModel = model<DayLookRecord>('DayLook', dayLook, 'day_looks');
export const ScanDayModel = model<ScanDayRecord>('ScanDay', scanDay, 'scan_days');
