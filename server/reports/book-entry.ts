import { model, Schema, type Types } from 'mongoose';

/** Revenue that this market does not see, as the seller typed it; never changed, only taken back. */
export interface OutsideRevenueRecord {
  _id: Types.ObjectId;
  sellerId: string;
  /** `YYYY-MM-DD`, when the goods were handed over */
  day: string;
  text: string;
  amountVnd: number;
  by: string;
  at: Date;
  takenBackAt: Date | null;
  takenBackBy: string | null;
  /** the submission: one sent twice is one entry */
  requestId: string;
}

/** What the head of a seller's book says and no other room knows. */
export interface BookHeadRecord {
  /** the seller's id */
  _id: string;
  taxCode: string;
}

const entry = new Schema<OutsideRevenueRecord>(
  {
    sellerId: { type: String, required: true },
    day: { type: String, required: true },
    text: { type: String, required: true },
    amountVnd: { type: Number, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    takenBackAt: { type: Date, default: null },
    takenBackBy: { type: String, default: null },
    requestId: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
entry.index({ sellerId: 1, day: 1 });
entry.index({ requestId: 1 }, { unique: true });

const head = new Schema<BookHeadRecord>({ _id: String, taxCode: String }, { versionKey: false, strict: 'throw' });

export const OutsideRevenueModel = model<OutsideRevenueRecord>('OutsideRevenue', entry, 'outside_revenue');
export const BookHeadModel = model<BookHeadRecord>('BookHead', head, 'book_heads');
