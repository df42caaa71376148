import { unavailable } from '../errors.ts';
import type { Order } from '../orders/orders.ts';
import type { Intent } from './intent.ts';

export type { Intent, PayeeAccount } from './intent.ts';

/** Opens the order's intent to its seller's receiving account, or gives the one it already has. */
export async function openIntent(_order: Order, _at: Date): Promise<Intent> {
  throw unavailable('payment-not-open');
}

export async function findIntentForOrder(_number: string): Promise<Intent | null> {
  throw unavailable('payment-not-open');
}

/** Lets unpaid orders fall whose holds have run out. Returns how many. */
export async function expireIntents(_at: Date): Promise<number> {
  throw unavailable('payment-not-open');
}
