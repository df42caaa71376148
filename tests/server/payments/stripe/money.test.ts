import { beforeAll, describe, expect, it } from 'vitest';
import { openSandboxConnection } from '../../../../server/payments/bank-connections.ts';
import { sweepPayments } from '../../../../server/payments/sweep.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon } from '../../../support/services.ts';
import { aCommune, minutesAfter } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { shownBy, useShop } from './shop.ts';

useDatabase();
const shop = useShop();

let commune: Awaited<ReturnType<typeof aCommune>>;
let account: string;

beforeAll(async () => {
  commune = await aCommune();
  account = (await anAccount(commune.sellers.household.id)).number;
  await openSandboxConnection(noon);
});

const create = (description: string) =>
  shop.stripe().paymentIntents.create({
    amount: 45_000,
    currency: 'vnd',
    confirm: true,
    description,
    transfer_data: { destination: `acct_${commune.sellers.household.id}` },
  });
const page = async (id: string, path = '') => {
  const answer = await fetch(`${shop.url}/thanh-toan/${id}${path}`, { headers: { Accept: 'text/html' } });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
};
const press = (id: string, button: string) =>
  fetch(`${shop.url}/thanh-toan/${id}/${button}`, { method: 'POST', redirect: 'manual' });

describe('the page of a payment', () => {
  it('is nothing for who does not know it, and before it is confirmed', async () => {
    const { id } = await shop.stripe().paymentIntents.create({
      amount: 45_000,
      currency: 'vnd',
      transfer_data: { destination: `acct_${commune.sellers.household.id}` },
    });
    for (const path of ['', '/vietqr.svg', '/vietqr.png', '/trang-thai']) {
      expect((await page(id, path)).status).toBe(404);
      expect((await page(`pi_${'a'.repeat(24)}`, path)).status).toBe(404);
    }
  });

  it('says what, to whom, how much and under which content, and nothing of the shop’s notes', async () => {
    const intent = await create('Miến “khô” 500 g');
    await shop.stripe().paymentIntents.update(intent.id, { metadata: { note: 'a note of the shop’s own' } });
    const { status, html, headers } = await page(intent.id);
    expect(status).toBe(200);
    const reference = /BL[0-9A-Z]{8}/.exec(shownBy(intent).data)?.[0] ?? '';
    for (const text of ['Miến “khô” 500 g', '45.000', account, 'LÒ THỊ MẪU', reference]) expect(html).toContain(text);
    expect(html).not.toContain('a note of the shop');
    expect(headers.get('x-robots-tag')).toBe('noindex');
    // Its own forms must say where they come from on browsers that know no Sec-Fetch-Site; nobody else learns the address.
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('follows the money: waiting, claimed, paid', async () => {
    const { id } = await create('Gạo');
    const state = async () => (await (await fetch(`${shop.url}/thanh-toan/${id}/trang-thai`)).json()) as object;
    expect(await state()).toEqual({ state: 'waiting' });
    const claimed = await press(id, 'da-chuyen');
    expect([claimed.status, claimed.headers.get('location')]).toEqual([303, `/thanh-toan/${id}`]);
    expect(await state()).toEqual({ state: 'pending' });
    const { paymentIntents } = shop.stripe();
    expect(await paymentIntents.retrieve(id)).toMatchObject({ status: 'processing', next_action: null });
    const paid = await press(id, 'ngan-hang-mau');
    expect([paid.status, paid.headers.get('location')]).toEqual([303, `/thanh-toan/${id}`]);
    expect(await state()).toEqual({ state: 'paid' });
    expect(await paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', amount_received: 45_000 });
    await expect(paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect((await page(id)).html).toContain('Đã nhận');
  });

  it('is over when its time is up, and its intent canceled by the sweep', async () => {
    const { id } = await create('Mật ong');
    shop.clock.now = minutesAfter(noon, 24 * 60 + 1);
    expect((await page(id)).html).toContain('không nhận tiền nữa');
    await sweepPayments(shop.clock.now);
    expect(await shop.stripe().paymentIntents.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'expired',
    });
    shop.clock.now = noon;
  });

  it('of an order shows the payment without the order’s secrets, and its buttons lead back to it', async () => {
    const { intent, key } = await aWaitingOrder(await aPack(commune.household.actor, 5));
    const { status, html } = await page(intent.id);
    expect([status, html.includes(key), html.includes('Nguyễn Văn Mua')]).toEqual([200, false, false]);
    const claimed = await fetch(`${shop.url}/thanh-toan/${intent.id}/da-chuyen`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ own: 'yes' }),
    });
    expect(claimed.headers.get('location')).toBe(`/thanh-toan/${intent.id}`);
  });
});
