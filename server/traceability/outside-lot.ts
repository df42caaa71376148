import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import type { RecallRow } from './recall.ts';

/** Goods of a maker who is not on the market, such as a bag of a neighbour's starch: named, so that it can be called back. */
export interface OutsideLotRecord {
  _id: string;
  /** Who took it in. */
  sellerId: string;
  /** What it is, in the words of who took it in. */
  name: string;
  supplier: string;
  /** The supplier's own number. */
  lot: string | null;
  /** YYYY-MM-DD */
  receivedOn: string;
  place: string | null;
  /** Of the bag or the slip. */
  photoId: string | null;
  /** Folded supplier, goods and number: the same lot taken in by several sellers; absent without a number. */
  sameAs?: string | undefined;
  /** Of supplier, goods and number, folded: what it is searched by. */
  words: string[];
  recalls: RecallRow[];
  createdAt: Date;
}

const schema = new mongoose.Schema<OutsideLotRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    name: { type: String, required: true },
    supplier: { type: String, required: true },
    lot: { type: String, default: null },
    receivedOn: { type: String, required: true },
    place: { type: String, default: null },
    photoId: { type: String, default: null },
    sameAs: String,
    words: [String],
    recalls: [{ _id: false, id: String, reason: localized, advice: localized, at: Date }],
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, createdAt: -1 });
schema.index({ sameAs: 1 }, { sparse: true });
schema.index({ words: 1 });
// Few of many are ever called back.
schema.index({ 'recalls.id': 1 }, { sparse: true });

export const OutsideLotModel = mongoose.model<OutsideLotRecord>('OutsideLot', schema);
