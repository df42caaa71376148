import { formatPhone } from '../identity/phone.ts';
import type { Order, OrderState } from '../orders/orders.ts';

/** Orders whose buyers have paid or hold the goods: they must hear of a recall. */
const toldStates: readonly OrderState[] = ['paid', 'packed', 'shipped', 'delivered'];

/** A buyer to tell, and the words. */
export interface BuyerToTell {
  number: string;
  name: string;
  phone: string;
  phoneText: string;
  message: string;
  /** Opens the phone's own message with the words in it (RFC 5724). */
  smsUrl: string;
}

/** A recall as a message tells it. */
export interface RecallWords {
  product: string;
  lot: string;
  reason: string;
  advice: string;
  url: string;
  seller: string;
}

type Say = (key: string, facts: Record<string, string>) => string;

/**
 * The buyers who must hear of a recall, each with a message ready to send. Orders without a buyer, since the actor may not see
 * one or the buyer has been erased, are left out.
 * @param say the catalogue's sentence for a key of `desk.recall`
 */
export function buyersToTell(orders: readonly Order[], words: RecallWords, say: Say): BuyerToTell[] {
  return orders
    .filter(({ state }) => toldStates.includes(state))
    .flatMap(({ number, buyer }) => {
      if (buyer === null) return [];
      const message = say('message', { ...words, name: buyer.name, number });
      const { name, phone } = buyer;
      const smsUrl = `sms:${phone}?body=${encodeURIComponent(message)}`;
      return [{ number, name, phone, phoneText: formatPhone(phone), message, smsUrl }];
    });
}

/** How many orders must be told of, seen or not. */
export const countToTell = (orders: readonly Order[]): number =>
  orders.filter(({ state }) => toldStates.includes(state)).length;
