import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSandboxConnection } from '../../../../server/payments/bank-connections.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { sweepPayments } from '../../../../server/payments/sweep.ts';
import { noon } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { aCommune, minutesAfter } from '../../identity/makers.ts';
import { anAccount } from '../makers.ts';
import { useShop } from './shop.ts';

useDatabase();
const shop = useShop();
const nobody = { id: null, idempotency_key: null };

let destination: string;

beforeAll(async () => {
  const { sellers } = await aCommune();
  destination = `acct_${sellers.household.id}`;
  await anAccount(sellers.household.id);
  await openSandboxConnection(noon);
});

const create = (options: Stripe.RequestOptions, changed: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  shop
    .stripe()
    .paymentIntents.create(
      { amount: 45_000, currency: 'vnd', transfer_data: { destination }, ...changed },
      { maxNetworkRetries: 0, ...options },
    );

/** What the events of an intent say of the requests behind them, by their types. */
async function causesOf({ id }: Pick<Stripe.PaymentIntent, 'id'>) {
  await keepDueEvents(tellingOf(shop.services.config), minutesAfter(noon, 2000));
  const { data } = await shop.stripe().events.list({ limit: 100 });
  const own = data.filter((event) => (event.data.object as Stripe.PaymentIntent).id === id);
  return Object.fromEntries(own.map(({ type, request }) => [type.replace('payment_intent.', ''), request]));
}

const named = ({ lastResponse }: Stripe.Response<Stripe.PaymentIntent>, key: string | null) => ({
  id: lastResponse.requestId,
  idempotency_key: key,
});

describe('the request of an event', () => {
  it('is the one whose answer carried this id, with the key as the shop wrote it', async () => {
    const { paymentIntents } = shop.stripe();
    const made = await create({ idempotencyKey: 'order 1042' });
    const confirmed = await paymentIntents.confirm(made.id, {}, { idempotencyKey: 'confirm 1042' });
    const canceled = await paymentIntents.cancel(made.id, {}, { idempotencyKey: 'cancel 1042' });
    expect(await causesOf(made)).toEqual({
      created: named(made, 'order 1042'),
      requires_action: named(confirmed, 'confirm 1042'),
      canceled: named(canceled, 'cancel 1042'),
    });
  });

  it('is the first of those that came with one key', async () => {
    const first = await create({ idempotencyKey: 'twice' }, { confirm: true });
    const second = await create({ idempotencyKey: 'twice' }, { confirm: true });
    expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
    expect(await causesOf(second)).toEqual({ created: named(first, 'twice'), requires_action: named(first, 'twice') });
  });

  it('has no key when the shop gave none', async () => {
    const answer = await shop.send('/v1/payment_intents', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        amount: '45000',
        currency: 'vnd',
        'transfer_data[destination]': destination,
      }).toString(),
    });
    const made = (await answer.json()) as Stripe.PaymentIntent;
    expect(await causesOf(made)).toEqual({
      created: { id: answer.headers.get('request-id'), idempotency_key: null },
    });
  });

  it('is nobody’s when the bank or the clock did it', async () => {
    const paid = await create({}, { confirm: true });
    const late = await create({}, { confirm: true });
    await fetch(`${shop.url}/thanh-toan/${paid.id}/ngan-hang-mau`, { method: 'POST', redirect: 'manual' });
    await sweepPayments(minutesAfter(noon, 24 * 60 + 1));
    expect(await causesOf(paid)).toMatchObject({ succeeded: nobody });
    expect(await causesOf(late)).toMatchObject({ canceled: nobody });
  });
});
