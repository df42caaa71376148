import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { findSellerBySlug } from '../identity/sellers.ts';
import type { Filter } from './indicators.ts';
import { communeMonth, type Period, requirePeriod } from './period.ts';

/** What an address of the figures asks for, by the names that stand there. */
export interface AskedWords {
  tu?: string | undefined;
  den?: string | undefined;
  thon?: string | undefined;
  loai?: string | undefined;
  ho?: string | undefined;
}

/** The period and the filter of an address. @throws as requirePeriod, missing('seller-not-found') */
export async function readAsked(words: AskedWords, at: Date): Promise<{ period: Period; filter: Filter }> {
  const usual = communeMonth(dayOf(at));
  const seller = words.ho === undefined ? null : await findSellerBySlug(words.ho);
  // Without a seller they would be everybody's.
  if (words.ho !== undefined && !seller) throw missing('seller-not-found');
  return {
    period: requirePeriod({ from: words.tu ?? usual.from, to: words.den ?? usual.to }),
    filter: { village: words.thon, kind: words.loai, sellerId: seller?.id },
  };
}

/** The query of an address that asks for the same. */
export function askedQuery({ from, to }: Period, { thon, loai, ho }: AskedWords): string {
  const query = new URLSearchParams({ tu: from, den: to });
  for (const [name, word] of Object.entries({ thon, loai, ho })) if (word !== undefined) query.set(name, word);
  return `?${query.toString()}`;
}
