import { model, Schema, type Types } from 'mongoose';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';

export interface Address {
  line: string;
  commune: string;
  province: string;
  /** The address before the boundaries changed: old labels may carry it for two years (Decree 37/2026 art. 98.5). */
  formerly: string | null;
}

/** Who makes and sells: what everybody may know of them. */
export interface Seller {
  id: string;
  kind: 'household' | 'cooperative';
  name: string;
  /** The name in the public address `/ho/{slug}`. */
  slug: string;
  /** The cooperative that a household belongs to; null for a cooperative itself. */
  cooperativeId: string | null;
  village: string;
  address: Address;
  /** The people the household belongs to, if it wants this told: Thái, Mông, Dao… */
  people: string | null;
  story: Localized | null;
  /** E.164; only what the seller agreed to show (seller-phone.ts) */
  publicPhone: string | null;
  /** whether somebody has answered yet if a phone may be shown */
  saidPhone: boolean;
}

/** What was answered, when and by whom. */
export interface PhoneAnswer {
  at: Date;
  by: string;
  isShown: boolean;
}

/** Whether it may be named to buyers of what others make from its goods: what was answered, when and by whom. */
export interface NamingAnswer {
  at: Date;
  by: string;
  isNamed: boolean;
}

export interface SellerRecord extends Omit<Seller, 'id' | 'cooperativeId' | 'saidPhone'> {
  _id: Types.ObjectId;
  cooperativeId: Types.ObjectId | null;
  /** Oldest first; without a yes as the last, no phone is shown. */
  phoneAnswers?: PhoneAnswer[];
  /** Oldest first; without a yes as the last, nobody is told. */
  namingAnswers?: NamingAnswer[];
  createdAt: Date;
}

const schema = new Schema<SellerRecord>({
  kind: { type: String, enum: ['household', 'cooperative'], required: true },
  name: { type: String, required: true },
  slug: { type: String, required: true, unique: true },
  cooperativeId: { type: Schema.Types.ObjectId, default: null, index: true },
  village: { type: String, required: true },
  address: {
    _id: false,
    type: {
      line: { type: String, required: true },
      commune: { type: String, required: true },
      province: { type: String, required: true },
      formerly: { type: String, default: null },
    },
    required: true,
  },
  people: { type: String, default: null },
  story: { type: localized, default: null },
  publicPhone: { type: String, default: null },
  phoneAnswers: { type: [{ _id: false, at: Date, by: String, isShown: Boolean }], default: undefined },
  namingAnswers: { type: [{ _id: false, at: Date, by: String, isNamed: Boolean }], default: undefined },
  createdAt: { type: Date, required: true },
});

export const SellerModel = model<SellerRecord>('Seller', schema, 'sellers');

/** The record as other rooms see it. */
export const presentSeller = (record: SellerRecord): Seller => ({
  id: record._id.toHexString(),
  kind: record.kind,
  name: record.name,
  slug: record.slug,
  cooperativeId: record.cooperativeId?.toHexString() ?? null,
  village: record.village,
  address: {
    line: record.address.line,
    commune: record.address.commune,
    province: record.address.province,
    formerly: record.address.formerly ?? null,
  },
  people: record.people ?? null,
  story: record.story ? plainWords(record.story) : null,
  publicPhone: record.phoneAnswers?.at(-1)?.isShown ? record.publicPhone : null,
  saidPhone: record.phoneAnswers !== undefined && record.phoneAnswers.length > 0,
});
