import mongoose from 'mongoose';

/** A session in which people of the commune were taught, and who came. */
export interface TrainingRecord {
  _id: mongoose.Types.ObjectId;
  /** `YYYY-MM-DD` */
  day: string;
  village: string;
  topic: string;
  /** the sellers of which somebody came */
  sellerIds: string[];
  /** people who came and belong to no seller here */
  others: number;
  /** who wrote it down */
  by: string;
  accountId: string;
  at: Date;
  /** of a form that came again after a crash */
  requestId?: string | undefined;
  /** it never was, or was written down wrongly: counted nowhere, and kept */
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
}

const schema = new mongoose.Schema<TrainingRecord>(
  {
    day: { type: String, required: true },
    village: { type: String, required: true },
    topic: { type: String, required: true },
    sellerIds: [String],
    others: { type: Number, default: 0 },
    by: { type: String, required: true },
    accountId: { type: String, required: true },
    at: { type: Date, required: true },
    requestId: { type: String, required: false },
    withdrawnAt: { type: Date, default: null },
    withdrawnBy: { type: String, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
schema.index({ day: -1 });

export const TrainingModel = mongoose.model<TrainingRecord>('Training', schema);
