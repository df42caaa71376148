import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { IntentModel } from '../../../../server/payments/intent-record.ts';
import { useDatabase } from '../../../support/database.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount } from '../makers.ts';
import { useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let destination: string;
const wanted = (changed: Partial<Stripe.PaymentIntentCreateParams> = {}): Stripe.PaymentIntentCreateParams => ({
  amount: 45_000,
  currency: 'vnd',
  confirm: true,
  metadata: { b: '2', a: '1' },
  transfer_data: { destination },
  ...changed,
});
const create = (idempotencyKey: string, changed: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  shop.stripe().paymentIntents.create(wanted(changed), { idempotencyKey });
const reused = expect.objectContaining({ type: 'StripeIdempotencyError', statusCode: 400 });

beforeAll(async () => {
  const { sellers } = await aCommune();
  destination = `acct_${sellers.household.id}`;
  await anAccount(sellers.household.id);
});

describe('an Idempotency-Key', () => {
  it('makes one intent of eight requests at once, eight times', async () => {
    for (let round = 0; round < 8; round += 1) {
      const eight = await Promise.all(Array.from({ length: 8 }, () => create(`round ${round}`)));
      expect(new Set(eight.map((intent) => JSON.stringify(intent))).size).toBe(1);
      const replays = eight.filter(({ lastResponse }) => lastResponse.headers['idempotent-replayed'] === 'true');
      expect(replays).toHaveLength(7);
    }
    expect(await IntentModel.countDocuments()).toBe(8);
  });

  it('is refused with other parameters', async () => {
    await create('one thing');
    await expect(create('one thing', { amount: 46_000 })).rejects.toEqual(reused);
    await expect(create('one thing', { metadata: { a: '2' } })).rejects.toEqual(reused);
  });

  it('is not used up by a refusal', async () => {
    await expect(create('mended', { amount: 0 })).rejects.toMatchObject({ param: 'amount' });
    await expect(create('mended', { transfer_data: { destination: 'acct_x' } })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    expect(await create('mended')).toMatchObject({ status: 'requires_action' });
  });

  it('tells the first answer again, whatever has become of the intent', async () => {
    const { paymentIntents } = shop.stripe();
    const draft = await create('told again', { confirm: false });
    await paymentIntents.update(draft.id, { amount: 50_000, metadata: '', description: 'x' });
    await paymentIntents.confirm(draft.id);
    expect(await create('told again', { confirm: false })).toEqual(draft);
    const shown = await create('shown again');
    await paymentIntents.cancel(shown.id);
    expect(await create('shown again')).toEqual(shown);
  });

  it('has one to 255 characters', async () => {
    expect(await create('k'.repeat(255))).toMatchObject({ object: 'payment_intent' });
    await expect(create('k'.repeat(256))).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
  });

  it('holds for each change of an intent by itself', async () => {
    const { paymentIntents } = shop.stripe();
    const { id } = await create('changes', { confirm: false });
    const options = { idempotencyKey: 'one for all' };
    const updated = await paymentIntents.update(id, { amount: 47_000 }, options);
    const confirmed = await Promise.all([1, 2, 3].map(() => paymentIntents.confirm(id, {}, options)));
    expect(new Set(confirmed.map((intent) => JSON.stringify(intent))).size).toBe(1);
    expect(confirmed[0]?.status).toBe('requires_action');
    expect(await paymentIntents.cancel(id, {}, options)).toMatchObject({ status: 'canceled' });
    expect(await paymentIntents.update(id, { amount: 47_000 }, options)).toEqual(updated);
    await expect(paymentIntents.update(id, { amount: 48_000 }, options)).rejects.toEqual(reused);
  });
});
