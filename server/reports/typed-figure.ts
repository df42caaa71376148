import { model, Schema, type Types } from 'mongoose';

/** A figure that an officer typed: never changed, another one for the same days takes its place. */
export interface TypedFigureRecord {
  _id: Types.ObjectId;
  /** of the catalogue's `typed` */
  key: string;
  /** `YYYY-MM-DD`; of a stock both days are the day it is of */
  from: string;
  to: string;
  value: number;
  note: string | null;
  by: string;
  at: Date;
  /** a later one of the same key and days took its place, or it was taken back */
  overAt: Date | null;
}

const schema = new Schema<TypedFigureRecord>(
  {
    key: { type: String, required: true },
    from: { type: String, required: true },
    to: { type: String, required: true },
    value: { type: Number, required: true },
    note: { type: String, default: null },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    overAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ key: 1, from: 1, to: 1, _id: -1 });

export const TypedFigureModel = model<TypedFigureRecord>('TypedFigure', schema, 'typed_figures');
