import { findOrder } from '../../../server/orders/orders.ts';
import type { BankMessage } from '../../../server/payments/bank.ts';
import type { Intent } from '../../../server/payments/intents.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { aMessageFor } from './makers.ts';

/** What the books say after all messages: enough to see whether they balance. */
export interface Books {
  transfers: { key: string; id: string; state: string; amountVnd: number; orderNumber: string | null }[];
  orders: { number: string; state: string; totalVnd: number; paidBy: string | null }[];
}

/** What is wrong with the books; nothing when every message is matched once or on the desk, to the đồng. */
export function faultsOf(books: Books, messages: readonly BankMessage[]): string[] {
  const { transfers, orders } = books;
  const paid = orders.filter(({ state }) => state === 'paid');
  const matched = transfers.filter(({ state }) => state === 'matched');
  const byOrder = new Map(matched.map((transfer) => [transfer.orderNumber, transfer]));
  const isWrong = {
    'not every message is one transfer': transfers.length !== messages.length,
    'a đồng is lost': sum(transfers) !== sum(messages),
    'a transfer is neither matched nor on the desk': transfers.some(
      ({ state }) => !['matched', 'review'].includes(state),
    ),
    'an order has two transfers': byOrder.size !== matched.length,
    'a paid order has no transfer': matched.length !== paid.length,
    'an order is paid by another transfer': paid.some(({ number, paidBy }) => byOrder.get(number)?.id !== paidBy),
    'an order is paid with another amount': paid.some(
      (order) => byOrder.get(order.number)?.amountVnd !== order.totalVnd,
    ),
  };
  return Object.entries(isWrong).flatMap(([fault, isSo]) => (isSo ? [fault] : []));
}

const sum = (rows: readonly { amountVnd: number }[]): number =>
  rows.reduce((total, { amountVnd }) => total + amountVnd, 0);

/** The books of these orders. */
export async function readBooks(numbers: readonly string[]): Promise<Books> {
  const records = await TransferModel.find().lean();
  const orders = await inParallel(numbers, async (number) => await findOrder(number));
  return {
    transfers: records.map(({ _id, key, state, amountVnd, orderNumber }) => ({
      key,
      id: _id.toHexString(),
      state,
      amountVnd,
      orderNumber,
    })),
    orders: orders
      .filter((order) => order !== null)
      .map(({ number, state, totalVnd, paidBy }) => ({ number, state, totalVnd, paidBy })),
  };
}

/** For every intent a message: one in ten mangled beyond reading, one in twenty wrong by a đồng, one in five told by a second transfer. */
export function messagesFor(intents: readonly Intent[]): BankMessage[] {
  const first = intents.map((intent, index): BankMessage => {
    if (index % 10 === 0) return aMessageFor(intent, { content: 'CHUYEN TIEN' });
    if (index % 20 === 1) return aMessageFor(intent, { amountVnd: intent.amountVnd - 1 });
    if (index % 3 === 0) return aMessageFor(intent, { content: intent.reference.toLowerCase().split('').join('-') });
    return aMessageFor(intent);
  });
  return [...first, ...intents.filter((_, index) => index % 5 === 2).map((intent) => aMessageFor(intent))];
}

/** As banks send them: in any order, every fifth twice. */
export function asSent<T>(messages: readonly T[]): T[] {
  const repeated = [...messages, ...messages.filter((_, index) => index % 5 === 0)];
  return repeated
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** Does the work for each, twenty at once. */
export async function inParallel<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = list.entries();
  const worker = async () => {
    for (const [index, one] of queue) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  return results;
}

// A seeded sequence, so that a failure can be looked at again.
let seed = 20_261_116;
export const random = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

/** So many orders that wait for money, over twenty packs, so that not all queue at one batch. */
export const packsFor = (count: number): number[] => Array.from({ length: 20 }, () => count);
