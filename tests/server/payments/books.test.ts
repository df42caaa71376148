import { beforeAll, expect, it } from 'vitest';
import type { Order } from '../../../server/orders/orders.ts';
import { findOrder } from '../../../server/orders/orders.ts';
import type { BankMessage, Outcome } from '../../../server/payments/bank.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import type { Intent } from '../../../server/payments/intents.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack, aWaitingOrder } from './makers.ts';

useDatabase();

const full = Boolean(process.env.FULL);
const count = full ? 5000 : 350;
const atOnce = 20;
let connection: BankConnection;
let waiting: { order: Order; intent: Intent }[];

// A seeded sequence, so that a failure can be looked at again.
let seed = 20_261_116;
const random = (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const shuffled = <T>(list: T[]): T[] =>
  list
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);

async function inParallel<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = list.entries();
  const worker = async () => {
    for (const [index, one] of queue) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

beforeAll(async () => {
  const commune = await aCommune();
  const account = await anAccount(commune.sellers.household.id);
  connection = await aConnection(commune.household.actor, account.number);
  // Several batches' worth of packs, so that not every order queues at one document.
  const packs = await inParallel(
    Array.from({ length: 20 }, () => 0),
    () => aPack(commune.household.actor, count),
  );
  waiting = await inParallel(
    Array.from({ length: count }, (_, index) => index),
    (index) => aWaitingOrder(packs[index % 20] ?? ''),
  );
}, 600_000);

it('balances the books to the đồng over shuffled, doubled, mangled and wrong messages, twenty at once', async () => {
  const first = waiting.map(({ intent }, index): BankMessage => {
    if (index % 10 === 0) return aMessageFor(intent, { content: 'CHUYEN TIEN' });
    if (index % 20 === 1) return aMessageFor(intent, { amountVnd: intent.amountVnd - 1 });
    if (index % 3 === 0) return aMessageFor(intent, { content: intent.reference.toLowerCase().split('').join('-') });
    return aMessageFor(intent);
  });
  // Second transfers for orders that were paid, and the bank repeating itself.
  const second = waiting.filter((_, index) => index % 5 === 2).map(({ intent }) => aMessageFor(intent));
  const messages = [...first, ...second];
  const sent = shuffled([...messages, ...messages.filter((_, index) => index % 5 === 0)]);
  const outcomes = await inParallel(sent, (message) => receiveTransfer(connection, message, minutesAfter(noon, 5)));

  const transfers = await TransferModel.find().lean();
  expect(transfers).toHaveLength(messages.length);
  const sum = (rows: readonly { amountVnd: number }[]) => rows.reduce((total, { amountVnd }) => total + amountVnd, 0);
  expect(sum(transfers)).toBe(sum(messages));
  expect(transfers.filter(({ state }) => state !== 'matched' && state !== 'review')).toEqual([]);

  const matched = transfers.filter(({ state }) => state === 'matched');
  const orders = await inParallel(waiting, async ({ order }) => (await findOrder(order.number)) ?? order);
  const paid = orders.filter(({ state }) => state === 'paid');
  expect(new Set(matched.map(({ orderNumber }) => orderNumber))).toEqual(new Set(paid.map(({ number }) => number)));
  expect(matched).toHaveLength(paid.length);
  expect(sum(matched)).toBe(paid.reduce((total, { totalVnd }) => total + totalVnd, 0));
  for (const { paidBy, number } of paid) {
    expect(matched.find(({ orderNumber }) => orderNumber === number)?._id.toHexString()).toBe(paidBy);
  }
  const wanted = waiting.filter((_, index) => index % 10 !== 0 && index % 20 !== 1);
  expect(paid.length).toBeGreaterThanOrEqual(wanted.length);
  const counted = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  expect(counted('paid')).toBeGreaterThanOrEqual(paid.length);
  expect(counted('ignored')).toBe(0);
}, 600_000);
