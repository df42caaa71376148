import { expect, it } from 'vitest';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { asSent, faultsOf, inParallel, messagesFor, packsFor, readBooks } from './books.ts';
import { aConnection, anAccount, aPack, aWaitingOrder } from './makers.ts';

useDatabase();

const count = process.env.FULL ? 5000 : 350;

it('balances the books to the đồng over shuffled, doubled, mangled and wrong messages, twenty at once', async () => {
  const commune = await aCommune();
  const { actor } = commune.household;
  const { number } = await anAccount(commune.sellers.household.id);
  const connection = await aConnection(actor, number);
  const packs = await inParallel(packsFor(count), (amount) => aPack(actor, amount));
  const indexes = Array.from({ length: count }, (_, index) => index);
  const waiting = await inParallel(indexes, (index) => aWaitingOrder(packs[index % packs.length] ?? ''));

  const messages = messagesFor(waiting.map(({ intent }) => intent));
  const outcomes = await inParallel(asSent(messages), (message) =>
    receiveTransfer(connection, message, minutesAfter(noon, 5)),
  );

  const books = await readBooks(waiting.map(({ order }) => order.number));
  expect(faultsOf(books, messages)).toEqual([]);
  const readable = waiting.filter((_, index) => index % 10 !== 0 && index % 20 !== 1);
  expect(books.orders.filter(({ state }) => state === 'paid').length).toBeGreaterThanOrEqual(readable.length);
  expect(outcomes).not.toContain('ignored');
}, 1_800_000);
