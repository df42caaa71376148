import { isObjectIdOrHexString, type QueryFilter } from 'mongoose';
import type { Actor } from '../actor.ts';
import type { Product } from '../catalog/products.ts';
import { admitOne, type Window } from '../database/windows.ts';
import { dayMs } from '../days.ts';
import { missing, tooMany } from '../errors.ts';
import { getSeller, requireActFor, sellersActedFor } from '../identity/sellers.ts';
import { requireSelling } from '../identity/selling.ts';
import { type Enquiry, EnquiryModel, type EnquiryRecord } from './enquiry.ts';

export type { Enquiry } from './enquiry.ts';

/** So long an enquiry is kept; what comes of it is an order, which has its own time. */
export const enquiryDays = 90;
const hourly: Window = { seconds: 3600, most: 5 };
const aPage = 50;

export type WantedEnquiry = Pick<Enquiry, 'amount' | 'name' | 'phone' | 'note'>;

/**
 * Tells the seller of something that somebody would buy much of it. The same wish of the same phone, sent twice, is one.
 * @param sender the key of the network address that asks
 * @throws tooMany('too-many-enquiries') from the sixth of one address in an hour, and what `requireSelling` throws
 */
export async function enquire(
  { id: productId, sellerId }: Product,
  wanted: WantedEnquiry,
  sender: string,
  at: Date,
): Promise<void> {
  requireSelling(await getSeller(sellerId), at);
  await admitOne(`enquiry ${sender}`, hourly, at, (when) => tooMany('too-many-enquiries', when));
  const same = { productId, phone: wanted.phone, amount: wanted.amount, answeredAt: null };
  if (await EnquiryModel.exists(same)) return;
  await EnquiryModel.create({ productId, sellerId, ...wanted, askedAt: at, answeredAt: null });
}

/** Whom those wait for that somebody acts for: unanswered first, of each the newest first; the last fifty that were answered. */
export async function listEnquiries(actor: Actor): Promise<Enquiry[]> {
  const sellerId = { $in: (await sellersActedFor(actor)).map(({ id }) => id) };
  const lists = [{ answeredAt: null }, { answeredAt: { $gt: new Date(0) } }].map((which) =>
    EnquiryModel.find({ sellerId, ...which })
      .sort({ _id: -1 })
      .limit(which.answeredAt === null ? 10 * aPage : aPage)
      .lean<EnquiryRecord[]>(),
  );
  return (await Promise.all(lists)).flat().map(readEnquiry);
}

/** How many wait for an answer of these sellers. */
export const countEnquiries = (sellerIds: readonly string[]): Promise<number> =>
  EnquiryModel.countDocuments({ sellerId: { $in: [...sellerIds] }, answeredAt: null });

/** Twice is as good as once. @throws missing('enquiry-not-found'), forbidden('not-yours') */
export async function answerEnquiry(actor: Actor, id: string, at: Date): Promise<void> {
  const record = isObjectIdOrHexString(id) ? await EnquiryModel.findOne({ _id: id }).lean<EnquiryRecord>() : null;
  if (!record) throw missing('enquiry-not-found');
  await requireActFor(actor, record.sellerId, 'enquiry-not-found');
  await EnquiryModel.updateOne({ _id: record._id, answeredAt: null }, { $set: { answeredAt: at } });
}

/** Erases what was asked under a phone (E.164), or of a seller. Safe to repeat. */
export async function forgetEnquiries(whose: { phone: string } | { sellerId: string }): Promise<void> {
  await EnquiryModel.deleteMany(whose as QueryFilter<EnquiryRecord>);
}

/** Erases what was asked long ago. */
export async function forgetOldEnquiries(at: Date): Promise<void> {
  await EnquiryModel.deleteMany({ askedAt: { $lt: new Date(at.getTime() - enquiryDays * dayMs) } });
}

const readEnquiry = (record: EnquiryRecord): Enquiry => ({
  id: record._id.toHexString(),
  productId: record.productId,
  sellerId: record.sellerId,
  amount: record.amount,
  name: record.name,
  phone: record.phone,
  note: record.note,
  askedAt: record.askedAt,
  answeredAt: record.answeredAt,
});
