import type { Actor } from '../actor.ts';
import { admitOne, type Window } from '../database/windows.ts';
import { tooMany } from '../errors.ts';
import { getActedFor } from './order-access.ts';
import { hashKey, newKey } from './order-key.ts';
import { readOrderNumber } from './order-number.ts';
import { OrderModel } from './order-record.ts';

// The way to an order is a secret link of which only a hash is kept, so nobody can look a lost one up: the seller makes another
// and sends it to the number that ordered. Who asks learns nothing, whether an order and a number belong together least of all.

const hourly: Window = { seconds: 3600, most: 10 };

/** What a buyer who lost the link still knows. */
export interface LostLink {
  /** as it was typed */
  number: string;
  /** E.164 */
  phone: string;
}

/**
 * Tells the seller that this buyer waits for a link, if order and phone belong together; says nothing either way.
 * @param sender the key of the network address that asks
 * @throws tooMany('too-many-link-requests') from the eleventh of one address in an hour
 */
export async function askForLink({ number, phone }: LostLink, sender: string, at: Date): Promise<void> {
  await admitOne(`order-link ${sender}`, hourly, at, (when) => tooMany('too-many-link-requests', when));
  await OrderModel.updateOne(
    { number: readOrderNumber(number) ?? '', 'buyer.phone': phone, state: { $ne: 'placing' } },
    { $set: { linkAskedAt: at } },
  );
}

/**
 * Makes another key for the buyer's link. The one from the day of ordering stays good; one that was made before this ends.
 * @returns the key, which is shown this once and kept as a hash
 * @throws missing('order-not-found'), forbidden('not-yours')
 */
export async function makeLink(actor: Actor, number: string): Promise<{ number: string; key: string }> {
  const order = await getActedFor(actor, number);
  const key = newKey();
  await OrderModel.updateOne({ number: order.number }, { $set: { laterKeyHash: hashKey(key), linkAskedAt: null } });
  return { number: order.number, key };
}
