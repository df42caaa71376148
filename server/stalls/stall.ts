import { model, Schema } from 'mongoose';
import type { Seller } from '../identity/sellers.ts';

/** Where a stall stands, and on which days of the week: 1 Monday to 7 Sunday. */
export interface StallPlace {
  place: string;
  days: number[];
  /** As people say it: `5 giờ đến 11 giờ`. */
  hours: string | null;
}

/** A seller's own QR of the scheme for merchants, shown as it is (decision 0059). */
export interface MerchantCode {
  text: string;
  name: string | null;
  city: string | null;
  addedAt: Date;
  addedBy: string;
  /** Whether money came by it when it asked for an amount, as its seller has tried; and who said so. */
  tested: boolean;
  testedAt: Date | null;
  testedBy: string | null;
}

/** Whether the code on a stall's stand led to the stall's own money when somebody last looked. */
export interface StandCheck {
  at: Date;
  by: string;
  isOwn: boolean;
  /** Where it led: a bank and a number. */
  ledTo: string;
}

/** What is kept of a stall, under its seller's id; there is none before somebody writes something down. */
export interface StallRecord {
  _id: string;
  places: StallPlace[];
  /** Other sellers whose goods lie on it; each gets the money for its own. */
  guestIds: string[];
  merchant: MerchantCode | null;
  checked: StandCheck | null;
}

/** Where a seller sells over the counter. Every seller has one, with the seller's id and name in the address. */
export interface Stall extends Omit<StallRecord, '_id'> {
  id: string;
  slug: string;
  name: string;
  seller: Seller;
}

const bare = { _id: false } as const;
const place = new Schema<StallPlace>({ place: String, days: [Number], hours: { type: String, default: null } }, bare);
const merchant = new Schema<MerchantCode>(
  {
    text: String,
    name: { type: String, default: null },
    city: { type: String, default: null },
    addedAt: Date,
    addedBy: String,
    tested: { type: Boolean, default: false },
    testedAt: { type: Date, default: null },
    testedBy: { type: String, default: null },
  },
  bare,
);

const check = new Schema<StandCheck>({ at: Date, by: String, isOwn: Boolean, ledTo: String }, bare);

const schema = new Schema<StallRecord>(
  {
    _id: { type: String, required: true },
    places: { type: [place], default: [] },
    guestIds: { type: [String], default: [] },
    merchant: { type: merchant, default: null },
    checked: { type: check, default: null },
  },
  { versionKey: false, strict: 'throw' },
);

export const StallModel = model<StallRecord>('Stall', schema, 'stalls');

// Kept before codes were tried.
const untested = { tested: false, testedAt: null, testedBy: null };

export const readStall = (seller: Seller, record: StallRecord | null): Stall => ({
  id: seller.id,
  slug: seller.slug,
  name: seller.name,
  seller,
  places: record?.places ?? [],
  guestIds: record?.guestIds ?? [],
  merchant: record?.merchant ? { ...untested, ...record.merchant } : null,
  checked: record?.checked ?? null,
});
