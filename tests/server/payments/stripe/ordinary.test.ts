import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { noon } from '../../../support/app.ts';
import { useDatabase } from '../../../support/database.ts';
import { aCommune, type Commune } from '../../identity/makers.ts';
import { anAccount } from '../makers.ts';
import { refused, useShop } from './shop.ts';

useDatabase();
const shop = useShop();
let commune: Commune;
let destination: string;

beforeAll(async () => {
  commune = await aCommune();
  destination = `acct_${commune.sellers.household.id}`;
  await anAccount(commune.sellers.household.id);
});

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const create = (more: string, headers: Record<string, string> = {}) =>
  shop.send('/v1/payment_intents', {
    method: 'POST',
    headers: { ...form, ...headers },
    body: `amount=60000&currency=vnd&transfer_data[destination]=${destination}&${more}`,
  });

describe('a payment', () => {
  it.each([
    'receipt_email=buyer%40example.com',
    'customer=cus_1',
    'setup_future_usage=none',
    'setup_future_usage=',
    'shipping[name]=Mua&shipping[address][line1]=1&shipping[address][country]=VN',
    'shipping=',
    'statement_descriptor=CHO&statement_descriptor_suffix=BL',
    'transfer_group=ORDER7',
    'use_stripe_sdk=true',
    'off_session=false',
    'payment_method_options[card][request_three_d_secure]=automatic',
    'payment_method_options[vietqr][setup_future_usage]=none',
  ])('is asked for with what ordinary integrations send along: %s', async (more) => {
    const answer = await create(more);
    const body = (await answer.json()) as Stripe.PaymentIntent;
    expect([answer.status, body.status]).toEqual([200, 'requires_payment_method']);
    // Nothing of a buyer is kept that nobody needs, so nothing of it is shown.
    const { receipt_email: email, customer, shipping } = body;
    expect({ email, customer, shipping }).toEqual({ email: null, customer: null, shipping: null });
  });

  it.each([
    'setup_future_usage=off_session',
    'off_session=true',
    'application_fee_amount=100',
    'on_behalf_of=acct_2',
    'transfer_data[amount]=1',
    'capture_method=manual',
    'receipt_email[a]=1',
  ])('is refused when it would be another one than was meant: %s', async (more) => {
    expect((await create(more)).status).toBe(400);
  });

  it.each([
    ['True', 'requires_action'],
    ['TRUE', 'requires_action'],
    ['true', 'requires_action'],
    ['False', 'requires_payment_method'],
  ])('is confirmed or not as clients of every language write it: confirm=%s', async (flag, status) => {
    expect(await (await create(`confirm=${flag}`)).json()).toMatchObject({ status });
  });

  it.each(['yes', '1', ''])('is refused for a flag that is none: confirm=%s', async (flag) => {
    expect((await create(`confirm=${flag}`)).status).toBe(400);
  });

  it('is told of in the version that its program speaks, whatever version asks later', async () => {
    await create('description=basil', { 'Stripe-Version': '2025-03-31.basil; some_beta=v1' });
    await create('description=ours');
    await keepDueEvents(tellingOf(shop.services.config), noon);
    const { data } = await shop.stripe().events.list({ limit: 100 });
    const versionOf = (description: string) =>
      data.find(({ data: { object } }) => (object as Stripe.PaymentIntent).description === description)?.api_version;
    expect([versionOf('basil'), versionOf('ours')]).toEqual(['2025-03-31.basil', '2026-10-28.endive']);
  });
});

describe('an account', () => {
  it('is a seller, and says whether it can be paid', async () => {
    const household = await shop.stripe().accounts.retrieve(destination);
    expect(household).toMatchObject({ id: destination, charges_enabled: true, country: 'VN', default_currency: 'vnd' });
    const other = await shop.stripe().accounts.retrieve(`acct_${commune.sellers.neighbour.id}`);
    expect(other.charges_enabled).toBe(false);
    await expect(shop.stripe().accounts.retrieve('acct_000000000000000000000000')).rejects.toEqual(refused({}));
  });

  it('is the default seller’s when none is named, and nobody’s without one', async () => {
    expect((await shop.send('/v1/account')).status).toBe(400);
    Object.assign(shop.services.config.payments, { defaultSeller: destination });
    expect(await (await shop.send('/v1/account')).json()).toMatchObject({ id: destination });
  });
});

it('the balance is nothing, because no money ever lies here', async () => {
  const { available, pending } = await shop.stripe().balance.retrieve();
  expect([available[0]?.amount, pending[0]?.amount]).toEqual([0, 0]);
});
