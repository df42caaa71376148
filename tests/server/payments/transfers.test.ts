import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { findIntentForOrder } from '../../../server/payments/intents.ts';
import { sweepPayments } from '../../../server/payments/sweep.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { availableByPack } from '../../../server/traceability/stock.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { aConnectedMarket, aMessageFor, anOrder, aPack, aWaitingOrder, newNumber, transferFrom } from './makers.ts';

useDatabase();

let commune: Commune;
let packId: string;
let connection: BankConnection;
const soon = minutesAfter(noon, 5);

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(500));
});

const stateOf = async (number: string) => (await findOrder(number))?.state;
const transferOf = (providerId: string) => transferFrom(connection, providerId);

describe('receiveTransfer', () => {
  it('keeps nothing of an account that the connection does not have', async () => {
    const { intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent, { accountNumber: newNumber() });
    expect(await receiveTransfer(connection, message, soon)).toBe('ignored');
    expect(await TransferModel.exists({ key: `${connection.id}:${message.providerId}` })).toBeNull();
  });

  it('pays the order once, however often the bank repeats itself, ten at a time', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const before = (await availableByPack([packId], '2026-11-16')).get(packId);
    const message = aMessageFor(intent);
    const outcomes: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const ten = Array.from({ length: 10 }, () => receiveTransfer(connection, message, soon));
      outcomes.push(...(await Promise.all(ten)));
    }
    expect(new Set(outcomes.slice(10))).toEqual(new Set(['seen-before']));
    expect(await TransferModel.countDocuments({ orderNumber: order.number })).toBe(1);
    const paid = await findOrder(order.number);
    expect(paid?.state).toBe('paid');
    expect(paid?.history.filter(({ state }) => state === 'paid')).toHaveLength(1);
    expect((await availableByPack([packId], '2026-11-16')).get(packId)).toBe(before);
    const transfer = await transferOf(message.providerId);
    expect(await findIntentForOrder(order.number)).toMatchObject({
      state: 'succeeded',
      paidBy: transfer._id.toHexString(),
    });
  });

  it('lets one of two transfers that race for an order pay it, and lays the other on the desk', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { order, intent } = await aWaitingOrder(packId);
      const messages = [aMessageFor(intent), aMessageFor(intent)];
      const outcomes = await Promise.all(messages.map((message) => receiveTransfer(connection, message, soon)));
      expect(outcomes.toSorted()).toEqual(['kept-for-review', 'paid']);
      const states = await Promise.all(messages.map(async ({ providerId }) => (await transferOf(providerId)).state));
      expect(states.toSorted()).toEqual(['matched', 'review']);
      expect(await TransferModel.findOne({ orderNumber: order.number, state: 'review' }).lean()).toMatchObject({
        reason: 'doubled',
      });
    }
  });

  it('reads the reference through whatever the bank did to it', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const mangled = intent.reference.toLowerCase().replaceAll('0', 'o').split('').join(' ');
    const content = `ct den:0123 ${mangled}-chuyen tien-oqch-momo`;
    expect(await receiveTransfer(connection, aMessageFor(intent, { content }), soon)).toBe('paid');
    expect(await stateOf(order.number)).toBe('paid');
  });

  it('counts money that came through a virtual account of the connection', async () => {
    const virtual = { ...connection, accounts: ['VA8888'] };
    const { intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent, { subAccount: 'VA8888' });
    expect(await receiveTransfer(virtual, message, soon)).toBe('paid');
  });

  it('pays an order at minute 44 and, after its holds fell, when the packs can be held again', async () => {
    const late = await aWaitingOrder(packId);
    expect(await receiveTransfer(connection, aMessageFor(late.intent), minutesAfter(noon, 44))).toBe('paid');
    const later = await aWaitingOrder(packId);
    await sweepPayments(minutesAfter(noon, 46));
    expect(await stateOf(later.order.number)).toBe('expired');
    expect(await findIntentForOrder(later.order.number)).toMatchObject({ state: 'canceled' });
    expect(await receiveTransfer(connection, aMessageFor(later.intent), minutesAfter(noon, 50))).toBe('paid');
    expect(await stateOf(later.order.number)).toBe('paid');
  });

  it('lays late money on the desk when the packs are sold to somebody else', async () => {
    const last = await aPack(commune.household.actor, 1);
    const { order, intent } = await aWaitingOrder(last);
    await sweepPayments(minutesAfter(noon, 46));
    await anOrder(last, minutesAfter(noon, 47));
    const message = aMessageFor(intent);
    expect(await receiveTransfer(connection, message, minutesAfter(noon, 50))).toBe('kept-for-review');
    expect(await transferOf(message.providerId)).toMatchObject({ reason: 'late', orderNumber: order.number });
  });

  it('takes the bank saying what the seller has already confirmed as the same money', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    await confirmReceived(commune.household.actor, order.number, soon);
    expect(await receiveTransfer(connection, aMessageFor(intent), soon)).toBe('paid');
    expect(await receiveTransfer(connection, aMessageFor(intent), soon)).toBe('kept-for-review');
  });
});

describe('a crash', () => {
  /** As it was after the first step: kept, and nothing done. */
  const rewind = (providerId: string) =>
    TransferModel.updateOne({ key: `${connection.id}:${providerId}` }, { $set: { state: 'kept', orderNumber: null } });

  it('after the message was kept is healed by the next message', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent);
    await receiveTransfer(connection, message, soon);
    await rewind(message.providerId);
    expect(await receiveTransfer(connection, message, soon)).toBe('paid');
    expect(await stateOf(order.number)).toBe('paid');
  });

  it('after the order was paid is healed by the sweep', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const message = aMessageFor(intent);
    await receiveTransfer(connection, message, soon);
    await rewind(message.providerId);
    await sweepPayments(minutesAfter(soon, 1));
    expect(await transferOf(message.providerId)).toMatchObject({ state: 'matched', orderNumber: order.number });
  });
});
