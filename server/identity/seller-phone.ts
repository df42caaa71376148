import type { Actor } from '../actor.ts';
import type { Agreed } from '../agreed.ts';
import { missing } from '../errors.ts';
import { type PhoneAnswer, presentSeller, type Seller, SellerModel } from './seller.ts';
import { requireActFor } from './sellers.ts';

/**
 * Shows a seller's phone to buyers, or no phone (null). Whoever answers for the seller has agreed to it: who said so and when is
 * kept (law 91/2025: consent can be shown, and taken back at any time). Safe to repeat.
 * @param given E.164, with the words that were agreed to
 * @throws missing('seller-not-found'), forbidden('not-yours')
 */
export async function setShownPhone(
  actor: Actor,
  sellerId: string,
  given: { phone: string; agreed?: Agreed } | null,
  at: Date,
): Promise<Seller> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const { phone = null, agreed } = given ?? {};
  const answer: PhoneAnswer = { at, by: actor.name, isShown: phone !== null, ...(agreed && { agreed }) };
  const record = await SellerModel.findOneAndUpdate(
    { _id: sellerId },
    { $set: { publicPhone: phone }, $push: { phoneAnswers: answer } },
    { returnDocument: 'after' },
  ).lean();
  if (!record) throw missing('seller-not-found');
  return presentSeller(record);
}

/** All that was answered about showing a phone, the newest first. */
export async function phoneAnswersOf(sellerId: string): Promise<PhoneAnswer[]> {
  const record = await SellerModel.findById(sellerId, { phoneAnswers: 1 }).lean();
  return (record?.phoneAnswers ?? []).toReversed();
}
