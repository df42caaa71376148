import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import type { Localized } from '../language.ts';

/** So long a form that was set aside is kept: a season's work is not, a busy week is. */
export const draftDays = 30;

/** A half-filled form of somebody, kept until it is used. */
export interface DraftRecord {
  /** Account and form: one draft for each. */
  _id: string;
  accountId: string;
  /** The address of the form. */
  form: string;
  /** What it is about. */
  title: Localized;
  /** As they were typed. Names of fields have dots in them, so they are values here. */
  fields: { name: string; value: string }[];
  photoIds: string[];
  savedAt: Date;
}

const schema = new mongoose.Schema<DraftRecord>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    form: { type: String, required: true },
    title: { type: localized, required: true },
    fields: [{ _id: false, name: String, value: String }],
    photoIds: [String],
    savedAt: { type: Date, required: true, expires: draftDays * 86_400 },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ accountId: 1, savedAt: -1 });

export const DraftModel = mongoose.model<DraftRecord>('Draft', schema);
