import { beforeAll, describe, expect, it } from 'vitest';
import { callBack } from '../../../server/desk/recall.ts';
import { denyClaim, findOrder, sweepOrders } from '../../../server/orders/orders.ts';
import { letOrderGo } from '../../../server/payments/cancellations.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { IntentModel } from '../../../server/payments/intent-record.ts';
import {
  claimPaid,
  expireIntents,
  findIntent,
  findIntentForOrder,
  openIntent,
} from '../../../server/payments/intents.ts';
import { paymentView } from '../../../server/payments/payment-view.ts';
import { sweepPayments } from '../../../server/payments/sweep.ts';
import { listTransfers, receiveTransfer } from '../../../server/payments/transfers.ts';
import { decode } from '../../../server/payments/vietqr/decode.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, minutesAfter } from '../identity/makers.ts';
import { aConnection, aMessageFor, anAccount, anOrder, aPack, aWaitingOrder } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
let packId: string;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

beforeAll(async () => {
  commune = await aCommune();
  packId = await aPack(commune.household.actor, 100);
});

describe('openIntent', () => {
  it('is refused while the seller has no account, and for cash', async () => {
    const { order } = await anOrder(packId);
    await expect(openIntent(order, noon)).rejects.toThrow(code('no-receiving-account'));
    await anAccount(commune.sellers.household.id, '0123499999');
    const cash = (await anOrder(packId, noon, 'cash')).order;
    await expect(openIntent(cash, noon)).rejects.toThrow(code('order-not-waiting'));
  });

  it('opens one intent for an order, however often and however many at once', async () => {
    const { order } = await anOrder(packId);
    const opened = await Promise.all(Array.from({ length: 8 }, () => openIntent(order, noon)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(new Set(opened.map(({ reference }) => reference)).size).toBe(1);
  });

  it('writes a VietQR with exactly the seller, the amount and the reference', async () => {
    const { intent, order } = await aWaitingOrder(packId);
    expect(decode(intent.payload)).toMatchObject({
      bin: '970436',
      number: '0123499999',
      amountVnd: order.totalVnd,
      purpose: intent.reference,
      reusable: false,
    });
    expect(intent.id).toMatch(/^pi_[0-9A-Za-z]{24}$/);
    expect(intent.expiresAt).toEqual(minutesAfter(noon, 30));
  });
});

describe('findIntent', () => {
  it('knows no id that is none', async () => {
    for (const id of ['', 'pi_', `pi_${'a'.repeat(22)}`, `pi_${'$'.repeat(22)}`])
      expect(await findIntent(id)).toBeNull();
  });
});

describe('claimPaid', () => {
  it('makes the payment pending, never paid', async () => {
    const { intent, order } = await aWaitingOrder(packId);
    expect(await claimPaid(intent.id, noon)).toBe(true);
    expect(await findIntent(intent.id)).toMatchObject({ state: 'processing', paidBy: null });
    expect((await findOrder(order.number))?.state).toBe('placed');
    expect(await claimPaid('pi_nobody', noon)).toBe(false);
  });
});

describe('expireIntents', () => {
  it('lets nothing fall before its holds do', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    await expireIntents(minutesAfter(noon, 44));
    expect((await findOrder(order.number))?.state).toBe('placed');
    expect(await findIntent(intent.id)).toMatchObject({ state: 'requires_action' });
  });

  it('ends an intent with its order: expired, cancelled or paid', async () => {
    const expired = await aWaitingOrder(packId);
    const cancelled = await aWaitingOrder(packId);
    await letOrderGo({ key: cancelled.key }, cancelled.order.number, noon);
    await expireIntents(minutesAfter(noon, 46));
    expect((await findOrder(expired.order.number))?.state).toBe('expired');
    for (const { intent } of [expired, cancelled])
      expect(await findIntent(intent.id)).toMatchObject({ state: 'canceled' });
  });

  it('leaves an order alone whose buyer says it is paid, until its seller has looked', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    await claimPaid(intent.id, minutesAfter(noon, 20));
    for (const minutes of [46, 60 * 24 * 30]) {
      await expireIntents(minutesAfter(noon, minutes));
      await sweepOrders(minutesAfter(noon, minutes));
      expect(await findOrder(order.number)).toMatchObject({ state: 'placed', claimWaits: true });
    }
    expect(await findIntent(intent.id)).toMatchObject({ state: 'processing' });
    await denyClaim(commune.household.actor, order.number, minutesAfter(noon, 47));
    expect(await findOrder(order.number)).toMatchObject({ state: 'expired', claimWaits: false });
    await expireIntents(minutesAfter(noon, 47));
    expect(await findIntent(intent.id)).toMatchObject({ state: 'canceled' });
  });
});

describe('an order that is let go', () => {
  it('takes its intent with it at once, whoever let it go, and leaves a late transfer to a person', async () => {
    const byBuyer = await aWaitingOrder(packId);
    const bySeller = await aWaitingOrder(packId);
    const stays = await aWaitingOrder(packId);
    await claimPaid(byBuyer.intent.id, noon);
    await letOrderGo({ key: byBuyer.key }, byBuyer.order.number, minutesAfter(noon, 1));
    await letOrderGo(commune.cooperative.actor, bySeller.order.number, minutesAfter(noon, 1));
    for (const { intent } of [byBuyer, bySeller])
      expect(await findIntent(intent.id)).toMatchObject({
        state: 'canceled',
        canceledAt: minutesAfter(noon, 1),
        cancellationReason: intent.id === byBuyer.intent.id ? 'requested_by_customer' : null,
      });
    expect(await findIntent(stays.intent.id)).toMatchObject({ state: 'requires_action' });
    const connection = await aConnection(commune.household.actor, byBuyer.intent.account.number);
    const late = aMessageFor(byBuyer.intent);
    expect(await receiveTransfer(connection, late, minutesAfter(noon, 2))).toBe('kept-for-review');
    const [transfer] = await listTransfers(commune.household.actor, { state: 'review', limit: 1 });
    expect(transfer).toMatchObject({ reason: 'late', orderNumber: byBuyer.order.number });
    expect(await findIntent(byBuyer.intent.id)).toMatchObject({ state: 'canceled', paidBy: null });
  });

  it('by a recall, too', async () => {
    const recalled = await aPack(commune.household.actor, 5);
    const { order, intent } = await aWaitingOrder(recalled);
    const words = { vi: 'Mốc', en: 'Mould' };
    const [code = ''] = order.items.flatMap(({ taken }) => taken.map(({ batchCode }) => batchCode));
    await callBack(commune.officer.actor, code, { reason: words, advice: words }, minutesAfter(noon, 1));
    expect(await findOrder(order.number)).toMatchObject({ state: 'cancelled' });
    expect(await findIntent(intent.id)).toMatchObject({ state: 'canceled' });
  });

  it('has its intent ended by the next sweep when a crash came between the two', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    await letOrderGo({ key }, order.number, minutesAfter(noon, 1));
    const before = { state: 'processing', canceledAt: null, due: [] };
    await IntentModel.updateOne({ _id: intent.id }, { $set: before });
    await sweepPayments(minutesAfter(noon, 2));
    const ended = await IntentModel.findById(intent.id).lean();
    expect(ended).toMatchObject({ state: 'canceled', due: [{ type: 'payment_intent.canceled' }] });
    await sweepPayments(minutesAfter(noon, 3));
    expect((await IntentModel.findById(intent.id).lean())?.due).toHaveLength(1);
  });
});

describe('confirmReceived', () => {
  it('is for the seller’s own people only', async () => {
    const { order } = await aWaitingOrder(packId);
    await expect(confirmReceived(commune.stranger.actor, order.number, noon)).rejects.toThrow(code('order-not-found'));
    await expect(confirmReceived(commune.officer.actor, order.number, noon)).rejects.toThrow(code('not-yours'));
  });

  it('pays an order by the seller’s word, once, and no cancelled one', async () => {
    const { order } = await aWaitingOrder(packId);
    expect(await confirmReceived(commune.cooperative.actor, order.number, noon)).toMatchObject({ state: 'paid' });
    expect(await confirmReceived(commune.household.actor, order.number, noon)).toMatchObject({ state: 'paid' });
    expect(await findIntentForOrder(order.number)).toMatchObject({ state: 'succeeded' });
    const gone = await aWaitingOrder(packId);
    await letOrderGo({ key: gone.key }, gone.order.number, noon);
    await expect(confirmReceived(commune.household.actor, gone.order.number, noon)).rejects.toThrow(
      code('order-takes-no-payment'),
    );
  });
});

describe('paymentView', () => {
  it('has nothing to say about an order in cash', async () => {
    expect(await paymentView((await anOrder(packId, noon, 'cash')).order, 'vi', noon)).toBeNull();
  });

  it('follows the order: waiting, pending, late, paid, over', async () => {
    const { order, key, intent } = await aWaitingOrder(packId);
    const look = async (at = noon) => (await paymentView((await findOrder(order.number)) ?? order, 'vi', at))?.state;
    expect(await look()).toBe('waiting');
    expect(await look(minutesAfter(noon, 31))).toBe('late');
    await claimPaid(intent.id, noon);
    expect(await look()).toBe('pending');
    await confirmReceived(commune.household.actor, order.number, noon);
    expect(await look()).toBe('paid');
    const gone = await aWaitingOrder(packId);
    const cancelled = await letOrderGo({ key: gone.key }, gone.order.number, noon);
    expect((await paymentView(cancelled, 'vi', noon))?.state).toBe('over');
    expect(key).not.toBe('');
  });
});
