import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../../../support/database.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount } from '../makers.ts';
import { settingKey, useShop } from './shop.ts';

useDatabase();
const sellers: { id: string }[] = [];
const shop = useShop({}, { trustProxy: 1 });

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const create = (body: string, headers: Record<string, string> = form) =>
  shop.send('/v1/payment_intents', { method: 'POST', headers, body });
const anError = (facts: object) => ({ error: expect.objectContaining({ type: 'invalid_request_error', ...facts }) });

beforeAll(async () => {
  const commune = await aCommune();
  sellers.push(commune.sellers.household);
  await anAccount(commune.sellers.household.id);
});

describe('a key', () => {
  it('that is wrong or missing is refused without naming any', async () => {
    const wrong = 'sk_test_this_is_wrong';
    const refusal = await shop
      .stripe(wrong)
      .paymentIntents.list()
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    for (const authorization of [
      '',
      'Bearer ',
      `Bearer ${wrong}`,
      'Basic !!!',
      `Bearer x${settingKey}`,
      'Digest a="b"',
    ]) {
      const answer = await shop.send('/v1/payment_intents', { headers: { Authorization: authorization } });
      const text = await answer.text();
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="payments"']);
      expect(JSON.parse(text)).toEqual(anError({}));
      for (const secret of [wrong, settingKey, 'sk_test']) expect(text).not.toContain(secret);
    }
  });

  it('is asked for before anything is read', async () => {
    const answer = await create('{', { ...json, Authorization: 'Bearer sk_test_wrong' });
    expect(answer.status).toBe(401);
  });

  it('is not tried by guessing: the 31st wrong one in a minute is refused with the right one', async () => {
    const guess = async (key: string, from = '203.0.113.9') => {
      const headers = { Authorization: `Bearer ${key}`, 'X-Forwarded-For': from };
      return (await shop.send('/v1/payment_intents', { headers })).status;
    };
    for (let tries = 0; tries < 30; tries += 1) expect(await guess(`sk_test_guess_${tries}`)).toBe(401);
    expect(await guess(settingKey)).toBe(429);
    expect(await guess(settingKey, '203.0.113.10')).toBe(200);
    shop.clock.now = new Date(shop.clock.now.getTime() + 61_000);
    expect(await guess(settingKey)).toBe(200);
  });
});

describe('every answer', () => {
  it('has an id of its own, says its version and is kept by nobody', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => shop.send('/v1/payment_intents', { headers: { 'Stripe-Version': '2026-10-28.endive' } })),
    );
    const ids = answers.map(({ headers }) => headers.get('request-id'));
    expect(new Set(ids).size).toBe(2);
    for (const { headers } of answers) {
      expect(headers.get('request-id')).toMatch(/^req_\w{14,}$/);
      expect(headers.get('stripe-version')).toBe('2026-10-28.endive');
      expect(headers.get('cache-control')).toContain('no-store');
    }
    const strange = await shop.send('/v1/payment_intents', { headers: { 'Stripe-Version': 'yesterday' } });
    expect([strange.status, await strange.json()]).toEqual([400, anError({ param: 'Stripe-Version' })]);
  });

  it.each([
    ['GET', '/v1'],
    ['GET', '/v1/'],
    ['GET', '/v1/charges'],
    ['GET', '/v1/payment_intents/pi_x/nothing'],
    ['DELETE', '/v1/payment_intents/pi_x'],
    ['PUT', '/v1/payment_intents'],
    ['POST', '/v1/payment_intents/search/x/y'],
  ])('to %s %s, which is nothing, is in Stripe’s shape', async (method, path) => {
    const answer = await shop.send(path, { method, headers: { Accept: 'text/html' } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(await answer.json()).toEqual(anError({ message: expect.stringContaining(`${method}: ${path}`) }));
  });

  it.each([
    ['broken JSON', '{"amount":', json, 400],
    ['JSON that is no object', '[1]', json, 400],
    ['a broken name', 'amount[=1', form, 400],
    ['a name that is value and list', 'metadata=1&metadata[a]=2', form, 400],
    ['a name too deep', 'metadata[a][b][c][d][e][f]=2', form, 400],
    ['too many names', Array.from({ length: 1001 }, (_, n) => `a${n}=1`).join('&'), form, 400],
    ['another kind of body', '<a/>', { 'Content-Type': 'text/xml' }, 400],
    ['too large a body', `description=${'x'.repeat(400_000)}`, form, 413],
    ['an unknown charset', 'amount=1', { 'Content-Type': 'application/x-www-form-urlencoded; charset=klingon' }, 400],
  ])('to %s is in Stripe’s shape', async (_name, body, headers, status) => {
    const answer = await create(body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual(anError({ message: expect.any(String) }));
  });

  it('to an address that cannot be read is in Stripe’s shape', async () => {
    const answer = await shop.send('/v1/payment_intents/%ff');
    expect([answer.status, await answer.json()]).toEqual([400, anError({})]);
  });

  it.each(['Stripe-Account', 'Stripe-Context'])(
    'to a program that names another account in %s is a refusal, not another seller’s money',
    async (name) => {
      const destination = `&transfer_data[destination]=acct_${sellers[0]?.id}`;
      const answer = await create(`amount=1&currency=vnd${destination}`, { ...form, [name]: 'acct_1' });
      expect([answer.status, await answer.json()]).toEqual([403, anError({ message: expect.stringContaining(name) })]);
    },
  );

  it.each(['2025-03-31.basil; custom_checkout_beta=v1', '2025-03-31.basil;a_beta=v1; b_beta=v2', '2024-06-20'])(
    'is given to a program that speaks %s',
    async (version) => {
      const answer = await shop.send('/v1/payment_intents', { headers: { 'Stripe-Version': version } });
      expect([answer.status, answer.headers.get('stripe-version')]).toEqual([200, version]);
    },
  );
});

describe('the default seller', () => {
  it('is who a request is for that names none', async () => {
    const { payments } = shop.services.config;
    Object.assign(payments, { defaultSeller: `acct_${sellers[0]?.id}` });
    const intent = await shop.stripe().paymentIntents.create({ amount: 1000, currency: 'vnd' });
    expect(intent.transfer_data?.destination).toBe(`acct_${sellers[0]?.id}`);
    Object.assign(payments, { defaultSeller: null });
  });
});
