import Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { succeedIntents } from '../../../../server/payments/intents.ts';
import { makeApiKey } from '../../../../server/payments/stripe/api-keys.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { noon } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { aCommune, minutesAfter } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Awaited<ReturnType<typeof aCommune>>;
let stripe: Stripe;
let intent: string;

beforeAll(async () => {
  stripe = shop.stripe();
  commune = await aCommune();
  for (const seller of ['household', 'neighbour'] as const) {
    await anAccount(commune.sellers[seller].id);
    const waiting = await aWaitingOrder(await aPack(commune[seller].actor, 10));
    await succeedIntents([{ number: waiting.order.number, transfer: 'transfer', at: minutesAfter(noon, 5) }]);
    intent = waiting.intent.id;
  }
  await keepDueEvents(tellingOf(shop.services.config), minutesAfter(noon, 5));
});

const keyOf = (who: 'household' | 'neighbour'): Promise<string> => {
  const wanted = { name: who, sellerId: commune.sellers[who].id, production: false, requestId: who };
  return makeApiKey(commune.officer.actor, wanted, noon);
};

describe('/v1/events', () => {
  it('wants a key', async () => {
    const stranger = shop.stripe('sk_test_wrong');
    await expect(stranger.events.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  });

  it('tells every event as Stripe does, the newest first', async () => {
    const { data, has_more: hasMore } = await stripe.events.list();
    expect(hasMore).toBe(false);
    expect(data.map(({ type }) => type.replace('payment_intent.', '')).sort()).toEqual(
      ['created', 'created', 'requires_action', 'requires_action', 'succeeded', 'succeeded'].sort(),
    );
    expect(data.slice(0, 2).map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'payment_intent.succeeded']);
    const [first] = data;
    const { lastResponse, ...alone } = await stripe.events.retrieve(first?.id ?? '');
    expect(alone).toEqual(first);
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(first).toMatchObject({ object: 'event', livemode: false, created: minutesAfter(noon, 5).getTime() / 1000 });
  });

  it('visits each once from page to page, both ways', async () => {
    const all = (await stripe.events.list()).data.map(({ id }) => id);
    const seen: string[] = [];
    for await (const { id } of stripe.events.list({ limit: 2 })) seen.push(id);
    expect(seen).toEqual(all);
    const back: string[] = [];
    for await (const { id } of stripe.events.list({ limit: 2, ending_before: all[5] ?? '' })) back.push(id);
    expect(back).toEqual(all.slice(0, 5).reverse());
  });

  it('sifts by type, time and delivery', async () => {
    const count = async (wanted: Stripe.EventListParams) => (await stripe.events.list(wanted)).data.length;
    const then = noon.getTime() / 1000;
    expect(await count({ type: 'payment_intent.succeeded' })).toBe(2);
    expect(await count({ type: 'payment_intent.*' })).toBe(6);
    expect(await count({ types: ['payment_intent.succeeded', 'charge.refunded'] })).toBe(2);
    expect(await count({ types: ['charge.refunded'] })).toBe(0);
    expect(await count({ created: then })).toBe(4);
    expect(await count({ created: { gt: then } })).toBe(2);
    expect(await count({ created: { gte: then, lt: then + 300 } })).toBe(4);
    expect(await count({ created: { lte: then + 300 } })).toBe(6);
    expect(await count({ delivery_success: true })).toBe(6);
    expect(await count({ delivery_success: false })).toBe(0);
  });

  it('shows a seller’s key only that seller’s events', async () => {
    const theirs = shop.stripe(await keyOf('household'));
    const ours = shop.stripe(await keyOf('neighbour'));
    const { data } = await ours.events.list();
    expect(data.map((event) => (event.data.object as Stripe.PaymentIntent).id)).toEqual([intent, intent, intent]);
    await expect(theirs.events.retrieve(data[0]?.id ?? '')).rejects.toMatchObject({ code: 'resource_missing' });
    await expect(theirs.events.list({ starting_after: data[0]?.id ?? '' })).rejects.toMatchObject({
      code: 'resource_missing',
      param: 'starting_after',
    });
    expect((await theirs.events.list()).data).toHaveLength(3);
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ starting_after: 'evt_1', ending_before: 'evt_2' }, 'ending_before'],
    [{ created: 'yesterday' }, 'created'],
    [{ type: 'a', types: ['b'] }, 'types'],
    [{ order: 'desc' }, 'order'],
    [{ delivery_success: 'maybe' }, 'delivery_success'],
  ])('refuses %o and names the parameter', async (wanted, param) => {
    await expect(stripe.events.list(wanted as Stripe.EventListParams)).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      param,
    });
  });
});
