import { unavailable } from '../errors.ts';
import type { PayeeAccount } from './intent.ts';

/** Sets the account a seller is paid to at once: for the seed and for a seller that has none yet. */
export async function setReceivingAccount(
  _sellerId: string,
  _account: { bin: string; number: string; holder: string },
  _at: Date,
): Promise<PayeeAccount> {
  throw unavailable('payment-not-open');
}

/** The account that new orders of this seller are paid to, or null when it cannot take transfers yet. */
export async function findReceivingAccount(_sellerId: string, _at: Date): Promise<PayeeAccount | null> {
  throw unavailable('payment-not-open');
}
