import { setImmediate as nextRound } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { cancelOrder, expireOrder, findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { IntentModel } from '../../../server/payments/intent-record.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { aConnectedMarket, aMessageFor, aWaitingOrder, transferFrom } from './makers.ts';

useDatabase();

let commune: Commune;
let packId: string;
let connection: BankConnection;
const soon = minutesAfter(noon, 5);

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(500));
});

const some = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, () => make()));
const together = (messages: readonly ReturnType<typeof aMessageFor>[]) =>
  Promise.all(messages.map((message) => receiveTransfer(connection, message, soon)));
const transferOf = (providerId: string) => transferFrom(connection, providerId);

describe('messages that come together', () => {
  it('pay each their own order, in order, intent and transfer', async () => {
    const waiting = await some(12, () => aWaitingOrder(packId));
    const messages = waiting.map(({ intent }) => aMessageFor(intent));
    expect(await together(messages)).toEqual(Array(12).fill('paid'));
    for (const [index, { order, intent }] of waiting.entries()) {
      const transfer = await transferOf(messages[index]?.providerId ?? '');
      const id = transfer._id.toHexString();
      expect(transfer).toMatchObject({ state: 'matched', orderNumber: order.number, reason: null });
      expect(transfer.history.map(({ did }) => did)).toEqual(['kept', 'matched']);
      expect(await findOrder(order.number)).toMatchObject({ state: 'paid', paidBy: id, paidAt: soon });
      const { state, paidBy, due } = await IntentModel.findById(intent.id).lean().orFail();
      expect({ state, paidBy }).toEqual({ state: 'succeeded', paidBy: id });
      expect(due.filter(({ type }) => type === 'payment_intent.succeeded')).toHaveLength(1);
    }
  });

  it('book each order at the time its bank says, not when we hear of it, and leave no step on the road', async () => {
    const waiting = await some(8, () => aWaitingOrder(packId));
    const booked = waiting.map((_, index) => new Date(soon.getTime() - (index + 1) * 1000));
    const times = booked.values();
    const messages = waiting.map(({ intent }) => aMessageFor(intent, { receivedAt: times.next().value ?? null }));
    expect(await together(messages)).toEqual(Array(8).fill('paid'));
    const records = await Promise.all(waiting.map(({ order: { number } }) => OrderModel.findOne({ number }).lean()));
    expect(records.map((record) => record?.paidAt)).toEqual(booked);
    expect(records.map((record) => record?.due)).toEqual(records.map(() => []));
  });

  it('book an order whose time was up at the time the bank says too', async () => {
    const [late] = await some(1, () => aWaitingOrder(packId));
    const number = late?.order.number ?? '';
    expect(await expireOrder(number, minutesAfter(noon, 60))).toBe(true);
    const told = minutesAfter(noon, 70);
    const receivedAt = minutesAfter(noon, 40);
    if (late) await receiveTransfer(connection, aMessageFor(late.intent, { receivedAt }), told);
    expect(await findOrder(number)).toMatchObject({ state: 'paid', paidAt: receivedAt });
  });

  it('each have their own outcome: paid, told twice, doubled, late, short, by word, nobody’s, not ours', async () => {
    const [plain, twice, doubled, gone, short, byWord] = await some(6, () => aWaitingOrder(packId));
    if (!plain || !twice || !doubled || !gone || !short || !byWord) throw new Error('six orders were asked for');
    await cancelOrder(commune.household.actor, gone.order.number, noon);
    await confirmReceived(commune.household.actor, byWord.order.number, noon);
    const repeated = aMessageFor(twice.intent);
    const outcomes = await together([
      aMessageFor(plain.intent),
      repeated,
      repeated,
      aMessageFor(doubled.intent),
      aMessageFor(doubled.intent),
      aMessageFor(gone.intent),
      aMessageFor(short.intent, { amountVnd: 1 }),
      aMessageFor(byWord.intent),
      aMessageFor(plain.intent, { content: 'CHUYEN TIEN' }),
      aMessageFor(plain.intent, { accountNumber: '999999' }),
    ]);
    const review = 'kept-for-review';
    const wanted = ['paid', 'paid', 'seen-before', 'paid', review, review, review, 'paid', review, 'ignored'];
    expect(outcomes).toEqual(wanted);
    expect(await TransferModel.countDocuments({ state: 'kept' })).toBe(0);
  });

  it('leave the books right when the same ones come again from all sides at once', async () => {
    const waiting = await some(5, () => aWaitingOrder(packId));
    const messages = waiting.map(({ intent }) => aMessageFor(intent));
    await together([...messages, ...messages.toReversed(), ...messages]);
    expect(await together(messages)).toEqual(Array(5).fill('seen-before'));
    for (const { order } of waiting) {
      const paid = await findOrder(order.number);
      expect(paid?.history.filter(({ state }) => state === 'paid')).toHaveLength(1);
      expect(await TransferModel.countDocuments({ orderNumber: order.number })).toBe(1);
    }
  });

  it('are paid although one among them cannot be written', async () => {
    const [good, bad] = await some(2, () => aWaitingOrder(packId));
    if (!good || !bad) throw new Error('two orders were asked for');
    const circle: { of?: object } = {};
    circle.of = circle;
    const unwritable = aMessageFor(bad.intent, { reference: circle as never });
    const told = await Promise.allSettled(
      [unwritable, aMessageFor(good.intent)].map((message) => receiveTransfer(connection, message, soon)),
    );
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await findOrder(good.order.number))?.state).toBe('paid');
    expect((await findOrder(bad.order.number))?.state).toBe('placed');
  });

  it('fail alone and leave no promise without a catcher when the order is busy', async () => {
    const [busy, good] = await some(2, () => aWaitingOrder(packId));
    if (!busy || !good) throw new Error('two orders were asked for');
    // Another message about it holds its packs again at this moment, and does not come to an end.
    const revival = { by: 'another', attempt: 1, seenAt: null };
    await OrderModel.updateOne({ number: busy.order.number }, { state: 'expired', revival, attempts: 1 });
    const lost: unknown[] = [];
    const onLost = (reason: unknown) => lost.push(reason);
    process.on('unhandledRejection', onLost);
    const twice = aMessageFor(busy.intent);
    const told = await Promise.allSettled(
      [twice, twice, aMessageFor(good.intent)].map((message) => receiveTransfer(connection, message, soon)),
    );
    await nextRound();
    process.off('unhandledRejection', onLost);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(lost).toEqual([]);
  });
});
