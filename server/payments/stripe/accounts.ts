import { findSellers } from '../../identity/sellers.ts';
import { findReceivingAccount } from '../receiving-accounts.ts';
import type { ApiKey } from './api-key.ts';
import { noSuchDestination, sellerFor } from './destinations.ts';

/** A seller as a shop sees it through the API. */
export interface SellerAccount {
  sellerId: string;
  name: string;
  /** Whether it can be paid by transfer now. */
  receives: boolean;
}

/**
 * The seller that is named, else the one whose money a payment that names none would be.
 * @throws invalid('api-destination-missing'), invalid('api-no-such-destination') also for one that the key is not for
 */
export async function findAccount(
  key: Pick<ApiKey, 'sellerId'>,
  named: string | null,
  defaultSeller: string | null,
  at: Date,
): Promise<SellerAccount> {
  const sellerId = await sellerFor(key, named, defaultSeller);
  const [seller] = await findSellers([sellerId]);
  if (!seller) throw noSuchDestination(named ?? sellerId);
  return { sellerId, name: seller.name, receives: (await findReceivingAccount(sellerId, at)) !== null };
}
