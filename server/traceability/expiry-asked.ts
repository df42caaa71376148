import type { Product } from '../catalog/products.ts';
import { expires, getProfile, mustSayExpiry } from '../catalog/profiles.ts';
import { shelfLifeOf } from '../catalog/shelf-life.ts';
import { usualKeepingOf } from './usual-keeping.ts';

/** What a person is asked about the last day: a day, a day or the word that none is written, or nothing. */
export type ExpiryAsked = 'day' | 'day-or-none' | 'nothing';

/** What is asked about the last day of a batch of this product. */
export async function expiryAskedOf({ kind }: Pick<Product, 'kind'>): Promise<ExpiryAsked> {
  const profile = getProfile(kind);
  if (mustSayExpiry(profile)) return 'day';
  return expires(profile) || (await shelfLifeOf(profile)) !== null ? 'day-or-none' : 'nothing';
}

/**
 * For how many days a batch of this product keeps, to be offered: as long as the last batch that has a last day (what was only
 * taken in has none), else as goods of its kind usually; null when nobody has said.
 */
export const keepsDaysOf = async ({ id, kind }: Pick<Product, 'id' | 'kind'>): Promise<number | null> =>
  (await usualKeepingOf(id)) ?? (await shelfLifeOf(getProfile(kind)))?.days ?? null;
