import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BankConnection } from '../../../../server/payments/bank-connections.ts';
import { findIntent, openIntent } from '../../../../server/payments/intents.ts';
import { getLedger } from '../../../../server/payments/ledger.ts';
import { countRefundsAsked, endRefund } from '../../../../server/payments/request-refunds.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { receiveTransfer } from '../../../../server/payments/transfers.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon } from '../../../support/services.ts';
import { type Commune, minutesAfter } from '../../identity/makers.ts';
import { aConnectedMarket, aMessageFor, anOrder } from '../makers.ts';
import { refused, useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Commune;
let packId: string;
let connection: BankConnection;

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(10));
});

const refunds = () => shop.stripe().refunds;

/** What a shop asked for, paid by a bank's message. */
async function aPaid(amount = 45_000): Promise<string> {
  const { id } = await shop.stripe().paymentIntents.create({
    amount,
    currency: 'vnd',
    confirm: true,
    transfer_data: { destination: `acct_${commune.sellers.household.id}` },
  });
  const intent = await findIntent(id);
  if (!intent) throw new Error('The intent is not there');
  await receiveTransfer(connection, aMessageFor(intent), noon);
  return id;
}

const end = (id: string, isGiven: boolean, note = 'FT26') =>
  endRefund(commune.household.actor, id, { isGiven, note }, noon);
const ledgerOf = async (id: string) => {
  const { lines } = await getLedger(commune.household.actor, commune.sellers.household.id, '2026-11');
  return lines.find(({ url }) => url === `/thanh-toan/${id}`);
};

describe('a refund that a shop asks for', () => {
  it('waits for its seller, is told of, and stands in the month’s book once the money went back', async () => {
    const id = await aPaid();
    const before = await countRefundsAsked(commune.household.actor);
    const made = await refunds().create({
      payment_intent: id,
      amount: 20_000,
      reason: 'requested_by_customer',
      metadata: { a: 'b' },
    });
    expect(made).toMatchObject({
      object: 'refund',
      amount: 20_000,
      currency: 'vnd',
      payment_intent: id,
      status: 'pending',
      reason: 'requested_by_customer',
      metadata: { a: 'b' },
    });
    expect(await countRefundsAsked(commune.household.actor)).toBe(before + 1);
    expect(await ledgerOf(id)).toMatchObject({ receivedVnd: 45_000, refundedVnd: 0 });
    await end(made.id, true);
    await end(made.id, true);
    expect(await refunds().retrieve(made.id)).toMatchObject({ status: 'succeeded', amount: 20_000 });
    expect(await ledgerOf(id)).toMatchObject({ receivedVnd: 45_000, refundedVnd: 20_000, refundNote: 'FT26' });
    await keepDueEvents(tellingOf(shop.services.config), minutesAfter(noon, 5));
    const { data } = await shop.stripe().events.list({ types: ['refund.created', 'refund.updated', 'refund.failed'] });
    // Both of one second: which of them is listed first is nobody's promise.
    expect(data.map(({ type, data: { object } }) => `${type} ${(object as Stripe.Refund).status}`).sort()).toEqual([
      'refund.created pending',
      'refund.updated succeeded',
    ]);
    await expect(end(made.id, false)).rejects.toMatchObject({ code: 'refund-ended' });
  });

  it('is all that is left where no amount is named, and never more than came', async () => {
    const id = await aPaid();
    const first = await refunds().create({ payment_intent: id, amount: 40_000 });
    await expect(refunds().create({ payment_intent: id, amount: 5001 })).rejects.toEqual(refused({ param: 'amount' }));
    expect((await refunds().create({ payment_intent: id })).amount).toBe(5000);
    await expect(refunds().create({ payment_intent: id })).rejects.toEqual(
      refused({ code: 'charge_already_refunded' }),
    );
    expect((await refunds().cancel(first.id)).status).toBe('canceled');
    const again = await refunds().create({ payment_intent: id });
    expect(again.amount).toBe(40_000);
    await end(again.id, false, 'hàng đã giao');
    expect(await refunds().retrieve(again.id)).toMatchObject({ status: 'failed', failure_reason: 'merchant_request' });
    await expect(refunds().cancel(again.id)).rejects.toEqual(refused({ statusCode: 400 }));
  });

  it('is one, however often and at once it is asked for under one key', async () => {
    const id = await aPaid();
    const ask = () => refunds().create({ payment_intent: id, amount: 10_000 }, { idempotencyKey: `refund-${id}` });
    const made = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    const many = await Promise.allSettled(
      Array.from({ length: 4 }, () => refunds().create({ payment_intent: id, amount: 15_000 })),
    );
    expect(many.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    const { data } = await refunds().list({ payment_intent: id });
    expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(45_000);
  });

  it('is listed newest first, page by page, and changed in its notes alone', async () => {
    const id = await aPaid();
    const made: string[] = [];
    for (const amount of [1000, 2000, 3000]) made.push((await refunds().create({ payment_intent: id, amount })).id);
    const sorted = made.toSorted().toReversed();
    const ids = (page: Stripe.ApiList<Stripe.Refund>) => page.data.map((one) => one.id);
    const first = await refunds().list({ payment_intent: id, limit: 2 });
    expect([ids(first), first.has_more]).toEqual([sorted.slice(0, 2), true]);
    const next = await refunds().list({ payment_intent: id, limit: 2, starting_after: sorted[1] ?? '' });
    expect([ids(next), next.has_more]).toEqual([sorted.slice(2), false]);
    expect(ids(await refunds().list({ payment_intent: id, ending_before: sorted[1] ?? '' }))).toEqual(
      sorted.slice(0, 1),
    );
    const changed = await refunds().update(made[0] ?? '', { metadata: { order: '6735' } });
    expect(changed.metadata).toEqual({ order: '6735' });
  });

  it('is refused by name for what has no money, is an order’s, or is nobody’s', async () => {
    const { id } = await shop.stripe().paymentIntents.create({
      amount: 45_000,
      currency: 'vnd',
      transfer_data: { destination: `acct_${commune.sellers.household.id}` },
    });
    const ofOrder = await openIntent((await anOrder(packId)).order, noon);
    const unexpected = refused({ code: 'payment_intent_unexpected_state', statusCode: 400 });
    await expect(refunds().create({ payment_intent: id })).rejects.toEqual(unexpected);
    await expect(refunds().create({ payment_intent: ofOrder.id })).rejects.toEqual(unexpected);
    await expect(refunds().create({ payment_intent: 'pi_nothing' })).rejects.toEqual(
      refused({ code: 'resource_missing', param: 'payment_intent', statusCode: 404 }),
    );
    await expect(refunds().retrieve('re_nothing')).rejects.toEqual(
      refused({ code: 'resource_missing', statusCode: 404 }),
    );
    await expect(refunds().create({ payment_intent: await aPaid(), amount: 0 })).rejects.toEqual(
      refused({ code: 'amount_too_small', param: 'amount' }),
    );
    await expect(refunds().create({ charge: 'ch_1' })).rejects.toEqual(
      refused({ code: 'parameter_unknown', param: 'charge' }),
    );
  });
});
