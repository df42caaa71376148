import { findOrder, listWaitingOf } from '../orders/orders.ts';
import type { Intent } from './intent.ts';
import { findIntentForOrder, findIntentsNamed } from './intents.ts';
import { namesIn } from './memo.ts';
import { isOn, type Transfer, takesMoney } from './transfer.ts';

/** Orders that a transfer may have been sent for together: their sum is just its amount. */
export interface Together {
  orders: { name: string; amountVnd: number }[];
  why: 'named' | 'same-buyer';
}

/**
 * What a transfer may be meant for together: the orders that its content names, or the one it names and others of the same buyer.
 * Null when no such orders come to just its amount.
 */
export async function ordersTogether(transfer: Transfer): Promise<Together | null> {
  const named = (await findIntentsNamed(namesIn(transfer.content))).filter(
    (intent) => isOn(transfer, intent) && takesMoney(intent),
  );
  if (named.length > 1) return comesTo(transfer, named) ? present(named, 'named') : null;
  const [first] = named;
  if (!first || first.amountVnd >= transfer.amountVnd) return null;
  const others = await ofTheSameBuyer(first);
  const sets = [...others.map((other) => [first, other]), [first, ...others]];
  const fitting = new Map(
    sets.filter((set) => comesTo(transfer, set)).map((set) => [set.map(({ id }) => id).join(), set]),
  );
  const [only] = fitting.values();
  // Of two that fit nobody can say.
  return only && fitting.size === 1 ? present(only, 'same-buyer') : null;
}

const comesTo = ({ amountVnd }: Transfer, intents: readonly Intent[]): boolean =>
  intents.length > 1 && intents.reduce((sum, intent) => sum + intent.amountVnd, 0) === amountVnd;

async function ofTheSameBuyer({ orderNumber, sellerId }: Intent): Promise<Intent[]> {
  const buyer = orderNumber === null ? null : (await findOrder(orderNumber))?.buyer;
  if (!buyer) return [];
  const orders = (await listWaitingOf(sellerId, buyer.phone)).filter(({ number }) => number !== orderNumber);
  const intents = await Promise.all(orders.map(({ number }) => findIntentForOrder(number)));
  return intents.filter((intent) => intent !== null).filter(takesMoney);
}

const present = (intents: readonly Intent[], why: Together['why']): Together => ({
  orders: intents.map(({ orderNumber, reference, amountVnd }) => ({ name: orderNumber ?? reference, amountVnd })),
  why,
});
