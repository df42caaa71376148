import type { Actor } from '../actor.ts';
import type { Agreed } from '../agreed.ts';
import { missing } from '../errors.ts';
import { type NamingAnswer, SellerModel } from './seller.ts';
import { requireActFor } from './sellers.ts';

/**
 * Names a seller to buyers of what others made from its goods, or no longer. Who said so and when is kept (law 91/2025: consent
 * can be shown, and taken back at any time). Safe to repeat.
 * @param agreed the words that were agreed to; null takes the consent back
 * @throws missing('seller-not-found'), forbidden('not-yours')
 */
export async function nameAsSource(actor: Actor, sellerId: string, agreed: Agreed | null, at: Date): Promise<void> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  const answer: NamingAnswer = { at, by: actor.name, isNamed: agreed !== null, ...(agreed && { agreed }) };
  const { matchedCount } = await SellerModel.updateOne({ _id: sellerId }, { $push: { namingAnswers: answer } });
  if (matchedCount === 0) throw missing('seller-not-found');
}

/** Of these sellers those that agreed to be named as the source of what others make: their names by id. */
export async function namedSources(ids: readonly string[]): Promise<Map<string, string>> {
  const records = await SellerModel.find({ _id: { $in: [...ids] } }, { name: 1, namingAnswers: 1 }).lean();
  return new Map(
    records.flatMap(({ _id, name, namingAnswers }) =>
      namingAnswers?.at(-1)?.isNamed ? [[_id.toHexString(), name] as const] : [],
    ),
  );
}

/** All that was answered about being named, the newest first. */
export async function namingAnswersOf(sellerId: string): Promise<NamingAnswer[]> {
  const record = await SellerModel.findById(sellerId, { namingAnswers: 1 }).lean();
  return (record?.namingAnswers ?? []).toReversed();
}
