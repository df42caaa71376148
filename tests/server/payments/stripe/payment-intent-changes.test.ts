import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { IntentModel } from '../../../../server/payments/intent-record.ts';
import { cancelPaymentIntent, confirmPaymentIntent } from '../../../../server/payments/stripe/payment-intents.ts';
import { decode } from '../../../../server/payments/vietqr/decode.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { refused, shownBy, useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Awaited<ReturnType<typeof aCommune>>;
let destination: string;
const create = (changed: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  shop.stripe().paymentIntents.create({ amount: 45_000, currency: 'vnd', transfer_data: { destination }, ...changed });
const unexpectedState = { code: 'payment_intent_unexpected_state', statusCode: 400 };

beforeAll(async () => {
  commune = await aCommune();
  destination = `acct_${commune.sellers.household.id}`;
  await anAccount(commune.sellers.household.id);
});

describe('an intent', () => {
  it('is the same however it is asked for, and nobody knows another', async () => {
    const intent = await create({ confirm: true });
    const { paymentIntents } = shop.stripe();
    expect(await paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })).toEqual(intent);
    await expect(paymentIntents.retrieve(intent.id, { client_secret: 'pi_x_secret_y' })).rejects.toEqual(
      refused({ param: 'client_secret' }),
    );
    await expect(paymentIntents.retrieve('pi_nobody')).rejects.toEqual(
      refused({ code: 'resource_missing', statusCode: 404, param: 'intent' }),
    );
  });

  it('takes notes at any time, unsets them, and changes its amount only while nobody has seen the code', async () => {
    const { paymentIntents } = shop.stripe();
    const { id } = await create({ metadata: { a: '1', b: '2' } });
    const changed = await paymentIntents.update(id, { amount: 46_000, metadata: { a: '', c: '3' } });
    expect(changed).toMatchObject({ amount: 46_000, metadata: { b: '2', c: '3' } });
    const shown = await paymentIntents.confirm(id);
    expect(decode(shownBy(shown).data).amountVnd).toBe(46_000);
    await expect(paymentIntents.update(id, { amount: 47_000 })).rejects.toEqual(
      refused({ ...unexpectedState, param: 'amount' }),
    );
    const noted = await paymentIntents.update(id, { metadata: '', description: 'x' });
    expect(noted).toMatchObject({ amount: 46_000, description: 'x', metadata: {} });
    await expect(paymentIntents.confirm(id)).rejects.toEqual(refused(unexpectedState));
  });

  it('keeps every note of updates that come at once', async () => {
    const { id } = await create();
    const notes = Array.from({ length: 4 }, (_, n) => ({ metadata: { [`k${n}`]: 'v' } }));
    await Promise.all(notes.map((note) => shop.stripe().paymentIntents.update(id, note)));
    expect(Object.keys((await shop.stripe().paymentIntents.retrieve(id)).metadata)).toHaveLength(4);
  });

  it('shows its code once, however many confirm it at once', async () => {
    const { id } = await create();
    const tries = Array.from({ length: 4 }, () => shop.stripe().paymentIntents.confirm(id));
    const done = await Promise.allSettled(tries);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { due } = await IntentModel.findById(id).lean().orFail();
    expect(due.map(({ type }) => type)).toEqual(['payment_intent.created', 'payment_intent.requires_action']);
  });

  it('gives a request that comes again after a crash what it has done', async () => {
    const { id } = await create();
    const named = (requestId: string) => ({
      key: { sellerId: null },
      id,
      requestId,
      cause: { requestId: `req_${requestId}`, idempotencyKey: null },
    });
    const confirmed = await confirmPaymentIntent(named('first'), {}, noon);
    expect(await confirmPaymentIntent(named('first'), {}, noon)).toEqual(confirmed);
    await expect(confirmPaymentIntent(named('second'), {}, noon)).rejects.toMatchObject({
      code: 'api-not-confirmable',
    });
    const canceled = await cancelPaymentIntent(named('third'), { reason: null }, noon);
    expect(await cancelPaymentIntent(named('third'), { reason: null }, noon)).toEqual(canceled);
  });

  it('can be canceled once, with a reason, and is told of once', async () => {
    const { paymentIntents } = shop.stripe();
    const { id } = await create({ confirm: true });
    await expect(paymentIntents.cancel(id, { cancellation_reason: 'expired' as 'abandoned' })).rejects.toEqual(
      refused({ param: 'cancellation_reason' }),
    );
    expect(await paymentIntents.cancel(id, { cancellation_reason: 'abandoned' })).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
      canceled_at: noon.getTime() / 1000,
      next_action: null,
    });
    await expect(paymentIntents.cancel(id)).rejects.toEqual(refused(unexpectedState));
    const { due } = await IntentModel.findById(id).lean().orFail();
    expect(due.filter(({ type }) => type === 'payment_intent.canceled')).toHaveLength(1);
  });

  it('of an order of this market can be seen, and ends only with its order', async () => {
    const { intent, order } = await aWaitingOrder(await aPack(commune.household.actor, 5));
    const { paymentIntents } = shop.stripe();
    expect(await paymentIntents.retrieve(intent.id)).toMatchObject({ description: order.number, amount: 60_000 });
    await expect(paymentIntents.update(intent.id, { amount: 1 })).rejects.toEqual(refused(unexpectedState));
    await expect(paymentIntents.cancel(intent.id)).rejects.toEqual(
      refused({ ...unexpectedState, message: expect.stringContaining(order.number) }),
    );
  });
});
