import { conflict, invalid } from '../../errors.ts';
import { findSellerBySlug, findSellers } from '../../identity/sellers.ts';
import { requireSelling } from '../../identity/selling.ts';
import type { PayeeAccount } from '../intent.ts';
import { findReceivingAccount } from '../receiving-accounts.ts';
import type { ApiKey } from './api-key.ts';
import { accountIdOf } from './payment-intent-view.ts';

/** Whose money it will be, and where it goes. */
export interface Payee {
  sellerId: string;
  account: PayeeAccount;
}

const param = 'transfer_data[destination]';

/**
 * The seller that a request names (`acct_…`), else the one the key is for, else the default one.
 * @param defaultSeller an `acct_…`, an id or the name in the seller's address; null: there is none
 * @throws invalid('api-destination-missing'), invalid('api-no-such-destination') also for one that the key is not for,
 * conflict('api-destination-without-account')
 */
export async function payeeFor(
  key: Pick<ApiKey, 'sellerId'>,
  destination: string | null,
  defaultSeller: string | null,
  at: Date,
): Promise<Payee> {
  const sellerId = await sellerFor(key, destination, defaultSeller);
  const named = destination ?? accountIdOf(sellerId);
  const [[seller], account] = await Promise.all([findSellers([sellerId]), findReceivingAccount(sellerId, at)]);
  if (!seller) throw noSuchDestination(named);
  requireSelling(seller, at);
  if (account) return { sellerId, account };
  throw conflict('api-destination-without-account', { param, value: named });
}

/** Whose money it is when a request names this seller, or none. @throws as `payeeFor`, but not for a missing account */
export async function sellerFor(
  key: Pick<ApiKey, 'sellerId'>,
  destination: string | null,
  defaultSeller: string | null,
): Promise<string> {
  const named = destination ?? key.sellerId ?? defaultSeller;
  if (named === null) throw invalid('api-destination-missing', { param });
  const sellerId = named === defaultSeller ? await defaultSellerId(named) : sellerIdIn(named);
  if (sellerId === null || (key.sellerId !== null && key.sellerId !== sellerId)) throw noSuchDestination(named);
  return sellerId;
}

export const noSuchDestination = (named: string) =>
  invalid('api-no-such-destination', { param, value: named.slice(0, 100) });

const sellerIdIn = (account: string): string | null => /^(?:acct_)?([0-9a-f]{24})$/.exec(account)?.[1] ?? null;

// A seller keeps the name in its address, so what was found once stays.
const sellersBySlug = new Map<string, string>();

async function defaultSellerId(setting: string): Promise<string | null> {
  const id = sellerIdIn(setting) ?? sellersBySlug.get(setting);
  if (id !== undefined) return id;
  const seller = await findSellerBySlug(setting);
  if (seller) sellersBySlug.set(setting, seller.id);
  return seller?.id ?? null;
}
