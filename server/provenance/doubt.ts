import mongoose from 'mongoose';

/** Somebody doubts that goods are what their label says, or the scans of one unit do. */
export interface DoubtRecord {
  _id: mongoose.Types.ObjectId;
  /** As it was scanned or typed; perhaps no code of ours. */
  code: string;
  serial: string | null;
  /** Whose goods they claim to be; null for a code that is not ours. */
  sellerId: string | null;
  /** Empty where the scans of a unit speak for themselves. */
  message: string;
  /** Where it was bought. */
  place: string | null;
  /** How to reach the person, if they want to be reached. */
  contact: string | null;
  /** A guarded photo, for the cooperative and the officer. */
  photoId: string | null;
  /** `CODE/SERIAL` of a label that was scanned too often, and how often by then. */
  unit?: string;
  scans?: number;
  createdAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  /** What was found or done. */
  answer: string | null;
}

const schema = new mongoose.Schema<DoubtRecord>(
  {
    code: { type: String, default: '' },
    serial: { type: String, default: null },
    sellerId: { type: String, default: null },
    message: { type: String, default: '' },
    place: { type: String, default: null },
    contact: { type: String, default: null },
    photoId: { type: String, default: null },
    unit: String,
    scans: Number,
    createdAt: { type: Date, required: true },
    closedAt: { type: Date, default: null },
    closedBy: { type: String, default: null },
    answer: { type: String, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, _id: -1 });
schema.index({ sellerId: 1, closedAt: 1, _id: -1 });
schema.index({ closedAt: 1, _id: -1 });
schema.index({ createdAt: 1 });
schema.index({ unit: 1 }, { unique: true, partialFilterExpression: { unit: { $exists: true } } });

export const DoubtModel = mongoose.model<DoubtRecord>('Doubt', schema);
