import { beforeAll, describe, expect, it } from 'vitest';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { IntentModel } from '../../../server/payments/intent-record.ts';
import { expireIntents, findIntent, succeedIntents } from '../../../server/payments/intents.ts';
import { getLedger } from '../../../server/payments/ledger.ts';
import { suggestionsFor } from '../../../server/payments/suggestions.ts';
import { sweepPayments } from '../../../server/payments/sweep.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { getTransfer, matchTransfer, receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { aConnection, aMessageFor, anAccount, aPack, aShopIntent, aWaitingOrder } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let connection: BankConnection;
let sellerId: string;
const soon = minutesAfter(noon, 5);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

beforeAll(async () => {
  commune = await aCommune();
  sellerId = commune.sellers.household.id;
  connection = await aConnection(commune.household.actor, (await anAccount(sellerId)).number);
});

const transferOf = (providerId: string) =>
  TransferModel.findOne({ key: `${connection.id}:${providerId}` })
    .lean()
    .orFail();
const dueOf = async (id: string) => (await IntentModel.findById(id).lean().orFail()).due.map(({ type }) => type);
const told = ['payment_intent.created', 'payment_intent.requires_action'];

describe('money for an intent without an order', () => {
  it.each([
    ['one đồng less', { by: -1 }, 'short'],
    ['one đồng more', { by: 1 }, 'over'],
  ])('waits for a person when it is %s', async (_name, { by }, reason) => {
    const intent = await aShopIntent(sellerId);
    const message = aMessageFor(intent, { amountVnd: intent.amountVnd + by });
    expect(await receiveTransfer(connection, message, soon)).toBe('kept-for-review');
    expect(await transferOf(message.providerId)).toMatchObject({ state: 'review', reason, intentId: intent.id });
    expect(await findIntent(intent.id)).toMatchObject({ state: 'requires_action', paidBy: null });
  });

  it('waits for a person when the code was never shown, or its time is over', async () => {
    const [draft, late] = [
      await aShopIntent(sellerId, { state: 'requires_confirmation' }),
      await aShopIntent(sellerId),
    ];
    await expireIntents(minutesAfter(noon, 24 * 60 + 1));
    for (const [intent, reason, state] of [
      [draft, 'refused', 'requires_confirmation'],
      [late, 'late', 'canceled'],
    ] as const) {
      const message = aMessageFor(intent);
      expect(await receiveTransfer(connection, message, soon)).toBe('kept-for-review');
      expect(await transferOf(message.providerId)).toMatchObject({ reason, orderNumber: null, intentId: intent.id });
      expect(await findIntent(intent.id)).toMatchObject({ state });
    }
    expect(await dueOf(late.id)).toEqual([...told, 'payment_intent.canceled']);
  });

  it('pays it once, however often the bank repeats itself, and tells so once', async () => {
    const intent = await aShopIntent(sellerId);
    const message = aMessageFor(intent);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => receiveTransfer(connection, message, soon)));
    expect(outcomes).toContain('paid');
    const transfer = await transferOf(message.providerId);
    expect(transfer).toMatchObject({ state: 'matched', orderNumber: null, intentId: intent.id });
    expect(await findIntent(intent.id)).toMatchObject({
      state: 'succeeded',
      paidBy: transfer._id.toHexString(),
      succeededAt: soon,
    });
    expect(await dueOf(intent.id)).toEqual([...told, 'payment_intent.succeeded']);
  });

  it('lets one of two transfers that race pay it, and lays the other on the desk as doubled', async () => {
    for (let round = 0; round < 5; round += 1) {
      const intent = await aShopIntent(sellerId);
      const messages = [aMessageFor(intent), aMessageFor(intent)];
      const outcomes = await Promise.all(messages.map((message) => receiveTransfer(connection, message, soon)));
      expect(outcomes.toSorted()).toEqual(['kept-for-review', 'paid']);
      expect(await TransferModel.countDocuments({ intentId: intent.id, state: 'matched' })).toBe(1);
      expect(await TransferModel.countDocuments({ intentId: intent.id, reason: 'doubled' })).toBe(1);
    }
  });

  it('is finished by the sweep when a crash came after the intent was paid', async () => {
    const intent = await aShopIntent(sellerId);
    const message = aMessageFor(intent);
    await receiveTransfer(connection, message, soon);
    const { _id } = await transferOf(message.providerId);
    await TransferModel.updateOne({ _id }, { $set: { state: 'kept', intentId: null } });
    await sweepPayments(minutesAfter(soon, 1));
    expect(await transferOf(message.providerId)).toMatchObject({ state: 'matched', intentId: intent.id });
    expect(await dueOf(intent.id)).toHaveLength(3);
  });
});

describe('a person at the desk', () => {
  it('is offered the request by its label and gives it the money by its payment code', async () => {
    const intent = await aShopIntent(sellerId, { amountVnd: 77_000, metadata: [{ key: 'order_id', value: 'A-17' }] });
    const message = aMessageFor(intent, { content: 'tra tien' });
    await receiveTransfer(connection, message, soon);
    const { actor } = commune.household;
    const id = (await transferOf(message.providerId))._id.toHexString();
    expect(await suggestionsFor(await getTransfer(actor, id))).toMatchObject([
      { orderNumber: null, reference: intent.reference, label: 'A-17', why: 'only' },
    ]);
    await expect(matchTransfer(commune.stranger.actor, id, intent.reference, soon)).rejects.toThrow(
      code('transfer-not-found'),
    );
    await expect(matchTransfer(actor, id, 'BL00000000', soon)).rejects.toThrow(code('order-not-found'));
    const matched = await matchTransfer(actor, id, intent.reference.toLowerCase(), soon);
    expect(matched).toMatchObject({ state: 'matched', orderNumber: null, intentId: intent.id });
    expect(await matchTransfer(actor, id, intent.reference, soon)).toEqual(matched);
    expect(await findIntent(intent.id)).toMatchObject({ state: 'succeeded', paidBy: id });
  });

  it('cannot give money to a request that is over', async () => {
    const intent = await aShopIntent(sellerId, { amountVnd: 78_000 });
    const message = aMessageFor(intent, { content: 'tra tien' });
    await receiveTransfer(connection, message, soon);
    await expireIntents(minutesAfter(noon, 24 * 60 + 1));
    const id = (await transferOf(message.providerId))._id.toHexString();
    await expect(matchTransfer(commune.household.actor, id, intent.reference, soon)).rejects.toThrow(
      code('transfer-order-refused'),
    );
    expect(await transferOf(message.providerId)).toMatchObject({ state: 'review', reason: 'late' });
  });
});

describe('the intent of an order', () => {
  it('is told of from opening to payment, each once', async () => {
    const { order, intent } = await aWaitingOrder(await aPack(commune.household.actor, 5));
    expect(await dueOf(intent.id)).toEqual(told);
    await Promise.all(
      [1, 2, 3].map(() => succeedIntents([{ number: order.number, transfer: 'hand:somebody', at: soon }])),
    );
    expect(await dueOf(intent.id)).toEqual([...told, 'payment_intent.succeeded']);
  });
});

describe('the seller’s book', () => {
  it('counts the money of shops that asked through the API, with a way to its page', async () => {
    const before = await getLedger(commune.household.actor, sellerId, '2026-11');
    const intent = await aShopIntent(sellerId, { amountVnd: 91_000 });
    await receiveTransfer(connection, aMessageFor(intent, { reference: 'FT91' }), soon);
    const { lines, receivedVnd, soldVnd } = await getLedger(commune.household.actor, sellerId, '2026-11');
    expect([receivedVnd - before.receivedVnd, soldVnd - before.soldVnd]).toEqual([91_000, 91_000]);
    expect(lines.find(({ reference }) => reference === 'FT91')).toMatchObject({
      number: intent.reference,
      url: `/thanh-toan/${intent.id}`,
      how: 'bank',
    });
  });
});
