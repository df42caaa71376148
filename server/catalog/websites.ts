import { isObjectIdOrHexString } from 'mongoose';
import type { Actor } from '../actor.ts';
import { forbidden, missing } from '../errors.ts';
import { readShopLink, type ShopLink, ShopLinkModel } from './shop-link.ts';

/** Websites that wait for the officer's look. @throws forbidden('officers-only') */
export async function waitingWebsites(actor: Actor): Promise<(ShopLink & { sellerId: string })[]> {
  if (actor.role !== 'officer') throw forbidden('officers-only');
  const records = await ShopLinkModel.find({ approvedAt: null }).sort({ _id: 1 }).limit(200).lean();
  return records.map((record) => ({ ...readShopLink(record), sellerId: record.sellerId }));
}

/** How many websites wait for an officer's look. */
export const countWaitingWebsites = (): Promise<number> => ShopLinkModel.countDocuments({ approvedAt: null });

/** @throws forbidden('officers-only'), missing('shop-link-not-found') */
export async function approveWebsite(actor: Actor, id: string, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('officers-only');
  const filter = { _id: id, approvedAt: null };
  const { matchedCount } = isObjectIdOrHexString(id)
    ? await ShopLinkModel.updateOne(filter, { $set: { approvedAt: at } })
    : { matchedCount: 0 };
  if (matchedCount === 0) throw missing('shop-link-not-found');
}
