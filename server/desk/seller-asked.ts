import type { Actor } from '../actor.ts';
import { absentSeller, type Seller, sellersActedFor } from '../identity/sellers.ts';

/** What a page about one of the sellers a person acts for stands on. */
export interface SellerAsked {
  seller: Seller;
  /** The others, to go on to. */
  others: { id: string; name: string }[];
  /** The page comes back after it was sent. */
  saved: boolean;
}

/**
 * The seller that the address names (`nguoi-ban`), else the actor's own.
 * @throws missing('seller-not-found') when it is not one the actor acts for
 */
export async function sellerAsked(
  actor: Actor,
  query: Readonly<Record<string, string | undefined>>,
): Promise<SellerAsked> {
  const all = await sellersActedFor(actor);
  const wanted = query['nguoi-ban'] ?? actor.sellerId;
  const seller = all.find(({ id }) => id === wanted);
  if (!seller) throw await absentSeller(wanted ?? '');
  const others = all.filter(({ id }) => id !== seller.id).map(({ id, name }) => ({ id, name }));
  return { seller, others, saved: query['da-luu'] === '1' };
}
