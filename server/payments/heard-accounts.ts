import { ConnectionModel } from './bank-connection.ts';
import { plainAccount } from './transfer.ts';

/**
 * Whether a bank tells us of money that comes to this account of the seller, so that nobody need look for it; the
 * demonstration's bank tells of everybody's.
 */
export async function isHeard(sellerId: string, number: string): Promise<boolean> {
  const own = { sellerId, accounts: plainAccount(number) };
  return (await ConnectionModel.exists({ $or: [own, { provider: 'sandbox' as const }] })) !== null;
}
