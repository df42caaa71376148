import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../../server/payments/vietqr/decode.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount } from '../makers.ts';
import { refused, shownBy, useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Awaited<ReturnType<typeof aCommune>>;
let destination: string;
let account: string;
type Create = Stripe.PaymentIntentCreateParams;
const wanted = (changed: Partial<Create> = {}): Create => ({
  amount: 45_000,
  currency: 'vnd',
  allowed_payment_method_types: ['vietqr'],
  transfer_data: { destination },
  ...changed,
});
const create = (changed: Partial<Create> = {}) => shop.stripe().paymentIntents.create(wanted(changed));

beforeAll(async () => {
  commune = await aCommune();
  destination = `acct_${commune.sellers.household.id}`;
  account = (await anAccount(commune.sellers.household.id)).number;
});

describe('what is refused', () => {
  it.each([0, -1, 1.5, 'text', 500_000_000])('an amount of %s, by name', async (amount) => {
    await expect(create({ amount: amount as number })).rejects.toEqual(refused({ param: 'amount', statusCode: 400 }));
    const body = JSON.stringify({ ...wanted(), amount });
    const answer = await shop.send('/v1/payment_intents', { method: 'POST', headers: json, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error', param: 'amount' } });
  });

  it.each([
    ['another currency', { currency: 'usd' }, { param: 'currency' }],
    ['a method that is not VietQR', { payment_method_types: ['vietqr', 'card'] }, { param: 'payment_method_types[1]' }],
    [
      'such a method under its newer name',
      { allowed_payment_method_types: ['card'] },
      { code: 'payment_intent_invalid_parameter' },
    ],
    ['capture by hand', { capture_method: 'manual' }, { param: 'capture_method' }],
    ['a parameter we do not know', { custommer: 'cus_1' }, { param: 'custommer', code: 'parameter_unknown' }],
    [
      'one within another',
      { transfer_data: { destination: 'x', amount: 1 } },
      { param: 'transfer_data[amount]', code: 'parameter_unknown' },
    ],
    [
      'a seller that is none',
      { transfer_data: { destination: 'acct_nobody' } },
      { param: 'transfer_data[destination]', code: 'resource_missing' },
    ],
    ['no seller at all', { transfer_data: undefined }, { param: 'transfer_data[destination]' }],
    ['an expansion of nothing', { expand: ['nonsense'] }, { param: 'expand[0]' }],
    ['a note’s name of 41 letters', { metadata: { ['k'.repeat(41)]: 'v' } }, { param: `metadata[${'k'.repeat(40)}]` }],
    ['a note of 501 letters', { metadata: { k: 'v'.repeat(501) } }, { param: 'metadata[k]' }],
    [
      '51 notes',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) },
      { param: 'metadata' },
    ],
    [
      'less than ten seconds to pay',
      { payment_method_options: { vietqr: { expires_after_seconds: 9 } } },
      { param: 'payment_method_options[vietqr][expires_after_seconds]' },
    ],
  ])('%s, by name', async (_name, changed, facts) => {
    await expect(create(changed as Partial<Create>)).rejects.toEqual(refused({ statusCode: 400, ...facts }));
  });

  it('money for a seller without a receiving account', async () => {
    const seller = `acct_${commune.sellers.stranger.id}`;
    await expect(create({ transfer_data: { destination: seller } })).rejects.toEqual(
      refused({ code: 'account_invalid', param: 'transfer_data[destination]' }),
    );
  });
});

const json = { 'Content-Type': 'application/json' };

describe('create', () => {
  it('shows a code at once when confirmed at once: exactly the seller, the amount and a reference', async () => {
    const intent = await create({ confirm: true, metadata: { order: '17' }, description: 'Miến 500 g' });
    expect(intent).toMatchObject({
      object: 'payment_intent',
      amount: 45_000,
      currency: 'vnd',
      status: 'requires_action',
      livemode: false,
      created: noon.getTime() / 1000,
      description: 'Miến 500 g',
      metadata: { order: '17' },
      payment_method_types: ['vietqr'],
      transfer_data: { destination },
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_[0-9a-f]{24}$`));
    const code = shownBy(intent);
    expect(decode(code.data)).toMatchObject({
      number: account,
      amountVnd: 45_000,
      purpose: expect.stringMatching(/^BL/),
    });
    expect(code.expires_at).toBe(noon.getTime() / 1000 + 86_400);
    expect(code.hosted_instructions_url).toBe(`${shop.services.config.publicUrl}/thanh-toan/${intent.id}`);
    for (const [url, type] of [
      [code.image_url_png, 'image/png'],
      [code.image_url_svg, 'image/svg+xml'],
      [code.hosted_instructions_url, 'text/html'],
    ] as const) {
      const answer = await fetch(shop.url + new URL(url).pathname, { headers: { Accept: type } });
      expect([answer.status, answer.headers.get('content-type')?.split(';')[0]], url).toEqual([200, type]);
    }
  });

  it('shows none before it is confirmed', async () => {
    expect(await create()).toMatchObject({ status: 'requires_payment_method', next_action: null });
    const method = { payment_method_data: { type: 'vietqr' } } as unknown as Partial<Create>;
    const draft = await create(method);
    expect(draft).toMatchObject({ status: 'requires_confirmation', next_action: null });
    expect(await shop.stripe().paymentIntents.confirm(draft.id)).toMatchObject({ status: 'requires_action' });
  });

  it('takes JSON, Basic authentication and keys of metadata by any name, doing no harm', async () => {
    const body =
      '{"amount":45000,"currency":"vnd","confirm":true,"metadata":{"__proto__":"a","constructor":"b","c.d":"e"}}';
    const basic = `Basic ${Buffer.from('sk_test_a_key_from_the_setting_0123456789:').toString('base64')}`;
    const headers = { ...json, Authorization: basic };
    const [filled] = [body.replace('}}', `},"transfer_data":{"destination":"${destination}"}}`)];
    const answer = await shop.send('/v1/payment_intents', { method: 'POST', headers, body: filled });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('"metadata":{"__proto__":"a","c.d":"e","constructor":"b"}');
    const form = `amount=45000&currency=vnd&payment_method_types[0]=vietqr&metadata[__proto__]=polluted&transfer_data[destination]=${destination}`;
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const formed = await shop.send('/v1/payment_intents', { method: 'POST', headers: type, body: form });
    expect(await formed.text()).toContain('"metadata":{"__proto__":"polluted"}');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
