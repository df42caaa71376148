import mongoose from 'mongoose';
import type { Limit } from './profile.ts';

/** What an officer made of one limit, on which day; the latest counts, the earlier ones stay to be read. */
export interface LimitChangeRecord {
  kind: string;
  stage: string;
  key: string;
  /** Null: there is no limit any more. */
  limit: Limit | null;
  by: string;
  at: Date;
}

const limit = new mongoose.Schema<Limit>({ min: Number, max: Number, source: String, asOf: String }, { _id: false });

const schema = new mongoose.Schema<LimitChangeRecord>(
  {
    kind: { type: String, required: true },
    stage: { type: String, required: true },
    key: { type: String, required: true },
    limit: { type: limit, default: null },
    by: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ kind: 1, at: 1 });

export const LimitChangeModel = mongoose.model<LimitChangeRecord>('LimitChange', schema);
