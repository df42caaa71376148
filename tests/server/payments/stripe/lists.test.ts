import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { IntentModel } from '../../../../server/payments/intent-record.ts';
import { makeApiKey } from '../../../../server/payments/stripe/api-keys.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount, anOrder, aPack, aShopIntent } from '../makers.ts';
import { refused, settingKey, useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Awaited<ReturnType<typeof aCommune>>;
let newestFirst: string[];
const list = (params: Stripe.PaymentIntentListParams = {}) => shop.stripe().paymentIntents.list(params);
const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);

beforeAll(async () => {
  commune = await aCommune();
  const sellerId = commune.sellers.household.id;
  await anAccount(sellerId);
  await anAccount(commune.sellers.stranger.id);
  // Ten in each second, five in each instant: order must not hang on the clock alone.
  const at = (index: number) => new Date(noon.getTime() + Math.floor(index / 10) * 1000 + (index % 2));
  const made = await Promise.all(Array.from({ length: 250 }, (_, index) => aShopIntent(sellerId, {}, at(index))));
  newestFirst = made
    .map(({ id }) => id)
    .sort()
    .reverse();
});

describe('a list', () => {
  it('has each of 250 once when it is paged through, forwards and backwards', async () => {
    const forwards: string[] = [];
    for await (const { id } of list({ limit: 30 })) forwards.push(id);
    expect(forwards).toEqual(newestFirst);
    const backwards: string[] = [];
    const oldest = newestFirst.at(-1) ?? '';
    for await (const { id } of list({ limit: 100, ending_before: oldest })) backwards.push(id);
    expect(backwards).toEqual(newestFirst.slice(0, -1).reverse());
  });

  it('says whether there is more, newest first', async () => {
    const first = await list();
    expect(first).toMatchObject({ object: 'list', url: '/v1/payment_intents', has_more: true });
    expect(idsOf(first)).toEqual(newestFirst.slice(0, 10));
    expect(first.data[0]?.created).toBe(noon.getTime() / 1000 + 24);
    const last = await list({ limit: 10, starting_after: newestFirst[239] ?? '' });
    expect([idsOf(last), last.has_more]).toEqual([newestFirst.slice(240), false]);
  });

  it('is narrowed by the time it was made', async () => {
    const second = noon.getTime() / 1000;
    const count = async (created: Stripe.RangeQueryParam | number) => (await list({ created, limit: 100 })).data.length;
    expect(await count({ gte: second + 3, lt: second + 5 })).toBe(20);
    expect(await count({ gt: second + 3, lte: second + 5 })).toBe(20);
    expect(await count(second + 24)).toBe(10);
    expect(await count({ gt: second + 24 })).toBe(0);
    expect(await count({ gt: 1e15 })).toBe(0);
  });

  it('refuses a strange limit, a cursor that is none, and two cursors', async () => {
    const id = newestFirst[3] ?? '';
    await expect(list({ limit: 101 })).rejects.toEqual(refused({ param: 'limit' }));
    await expect(list({ starting_after: 'pi_nobody' })).rejects.toEqual(refused({ param: 'starting_after' }));
    await expect(list({ starting_after: id, ending_before: id })).rejects.toEqual(refused({ param: 'ending_before' }));
  });

  it('shows a seller’s key that seller’s only', async () => {
    const other = await aShopIntent(commune.sellers.stranger.id, {}, new Date(noon.getTime() - 1000));
    const { actor } = commune.officer;
    const wanted = { name: 'A shop', sellerId: commune.sellers.stranger.id, requestId: 'a form' };
    const key = await makeApiKey(actor, { ...wanted, production: false }, actor.freshAt);
    const { paymentIntents } = shop.stripe(key);
    expect(idsOf(await paymentIntents.list())).toEqual([other.id]);
    await expect(paymentIntents.retrieve(newestFirst[0] ?? '')).rejects.toEqual(refused({ code: 'resource_missing' }));
    const created = await paymentIntents.create({ amount: 1000, currency: 'vnd' });
    expect(created.transfer_data?.destination).toBe(`acct_${commune.sellers.stranger.id}`);
    const foreign = { destination: `acct_${commune.sellers.household.id}` };
    await expect(paymentIntents.create({ amount: 1000, currency: 'vnd', transfer_data: foreign })).rejects.toEqual(
      refused({ param: 'transfer_data[destination]' }),
    );
    expect(await IntentModel.countDocuments()).toBe(252);
  });
});

describe('GET /api/v1/orders with a key', () => {
  const ask = (query: string, key: string) =>
    fetch(`${shop.url}/api/v1/orders${query}`, { headers: { authorization: `Bearer ${key}` } });

  it('lists the seller’s own orders page by page, without buyers, and no other seller’s', async () => {
    const { household, stranger } = commune.sellers;
    const packId = await aPack(commune.household.actor, 10);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.unshift((await anOrder(packId)).order.number);
    const { actor } = commune.officer;
    const keyFor = (sellerId: string) =>
      makeApiKey(actor, { name: 'A shop', sellerId, requestId: sellerId, production: false }, actor.freshAt);
    const own = await keyFor(household.id);
    const seen: string[] = [];
    for (let more = true; more; ) {
      const after = seen.length > 0 ? `&after=${seen.at(-1)}` : '';
      const text = await (await ask(`?limit=2&state=placed${after}`, own)).text();
      expect(text).not.toMatch(/Nguyễn|8491/);
      const { data, hasMore } = JSON.parse(text) as { data: { number: string }[]; hasMore: boolean };
      seen.push(...data.map(({ number }) => number));
      more = hasMore;
    }
    expect(seen).toEqual(made);
    const none = { data: [], hasMore: false };
    expect(await (await ask('', await keyFor(stranger.id))).json()).toEqual(none);
    expect(await (await ask('?after=DH00000000', own)).json()).toEqual(none);
    expect(((await (await ask('?limit=100', settingKey)).json()) as typeof none).data).toHaveLength(5);
    for (const [query, key, status] of [
      ['', 'sk_test_wrong', 401],
      ['?limit=101', own, 422],
      ['?state=lost', own, 422],
    ] as const)
      expect((await ask(query, key)).status).toBe(status);
    expect((await fetch(`${shop.url}/api/v1/batches`, { headers: { authorization: `Bearer ${own}` } })).status).toBe(
      401,
    );
  });
});
