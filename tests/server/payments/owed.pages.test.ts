import { beforeAll, describe, expect, it } from 'vitest';
import { denyClaim, expireOrder, findOrder, packOrder, returnOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { claimPaid, type Intent } from '../../../server/payments/intents.ts';
import { countOwed } from '../../../server/payments/owed.ts';
import { noChange } from '../../../server/payments/stripe/metadata.ts';
import { createRefund } from '../../../server/payments/stripe/refunds.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { type Agent, fillIn, signIn } from '../identity/browsers.ts';
import type { Commune } from '../identity/makers.ts';
import { aConnectedMarket, aMessageFor, anOrder, aPack, aShopIntent, aWaitingOrder } from './makers.ts';

useDatabase();

const { browser, program } = testApp();
let commune: Commune;
let packId: string;
let connection: BankConnection;
let household: Agent;
let officer: Agent;

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(10));
  [household, officer] = await Promise.all([signIn(browser(), commune.household), signIn(browser(), commune.officer)]);
});

describe('money that a shop asks to be given back', () => {
  const cause = { requestId: 'req_1', idempotencyKey: null };
  const named = { key: { sellerId: null }, requestId: null, cause };

  it('stands among what is owed until its seller says what became of it, and why', async () => {
    const intent = await aShopIntent(commune.sellers.household.id);
    await receiveTransfer(connection, aMessageFor(intent), noon);
    const wanted = { intentId: intent.id, amountVnd: 20_000, reason: 'duplicate' as const, metadata: noChange };
    const { refund } = await createRefund(named, wanted, noon);
    const path = `/tien-ve/hoan/${refund.id}`;
    expect((await household.get('/tien-ve?loai=owed').expect(200)).text).toContain(path);
    await officer.get(path).expect(403);
    const said = await fillIn(household, path, { given: 'yes', note: 'FT26320123' }, path);
    expect(said.headers.location).toBe(path);
    const { text } = await household.get(path).expect(200);
    expect(text).toContain('FT26320123');
    expect(text).not.toContain('name="given"');
    expect((await household.get('/tien-ve?loai=owed')).text).not.toContain(path);
  });
});

describe('money that came too late', () => {
  const anHour = new Date(noon.getTime() + 3_600_000);

  /** An order that is over and whose packs another one has. */
  async function overAndGone() {
    const last = await aPack(commune.household.actor, 1);
    const waiting = await aWaitingOrder(last);
    await claimPaid(waiting.intent.id, noon);
    await denyClaim(commune.household.actor, waiting.order.number, noon);
    await expireOrder(waiting.order.number, anHour);
    await anOrder(last, anHour);
    return waiting;
  }
  const owedOf = async (number: string, language = 'vi') => {
    const { text } = await household.get(`/tien-ve?loai=owed&lang=${language}`).expect(200);
    return text.split('<section').filter((part) => part.includes(number));
  };
  const confirm = async (number: string) => {
    const path = `/don/${number}`;
    const _key = formKey((await household.get(path)).text);
    return household.post(`${path}/da-nhan-tien`).type('form').send({ _key });
  };

  it('is owed, however it is told and in whatever order: once, to the buyer, for a reason', async () => {
    const say = (number: string) =>
      program(commune.household.token).post(`/api/v1/orders/${number}/payment`).send({}).expect(409);
    const told = { word: (number: string) => say(number), bank: (_: string, intent: Intent) => tell(intent) };
    const tell = (intent: Intent) => receiveTransfer(connection, aMessageFor(intent), anHour);
    for (const ways of [['word'], ['bank'], ['word', 'bank'], ['bank', 'word'], ['word', 'word']] as const) {
      const { order, key, intent } = await overAndGone();
      const before = await countOwed(commune.household.actor);
      for (const way of ways) await told[way](order.number, intent);
      expect(await countOwed(commune.household.actor), ways.join()).toBe(before + 1);
      const [shown, ...more] = await owedOf(order.number);
      expect(more).toEqual([]);
      for (const said of ['60.000', 'Phải trả lại tiền', 'Nguyễn Văn Mua', '0912 345 678', 'hàng không còn'])
        expect(shown, ways.join()).toContain(said);
      const buyer = (await browser().get(`/don/${order.number}?key=${key}&lang=vi`)).text;
      expect(buyer).toContain('Người bán phải trả lại bạn 60.000');
      expect(buyer).not.toMatch(/chưa thấy tiền về|Tôi đã chuyển tiền/);
      expect(await findOrder(order.number)).toMatchObject({ state: 'expired', claimWaits: false });
    }
    const officers = (await officer.get('/tien-ve?loai=owed').expect(200)).text;
    expect(officers).not.toMatch(/Nguyễn Văn Mua|0912/);
  });

  it('is off the list once it went back, and the buyer reads that', async () => {
    const { order, key } = await overAndGone();
    expect((await confirm(order.number)).headers.location).toBe(`/don/${order.number}`);
    const [shown = ''] = await owedOf(order.number);
    const path = /href="(\/tien-ve\/[0-9a-f]{24})"/.exec(shown)?.[1] ?? '';
    const page = (await household.get(path).expect(200)).text;
    expect(page).toMatch(/name="returned" value="yes"\s+checked/);
    await household
      .post(`${path}/de-rieng`)
      .field({ _key: formKey(page), note: 'đã trả, FT2632', returned: 'yes' })
      .expect(303);
    expect(await owedOf(order.number)).toEqual([]);
    const buyer = (await browser().get(`/don/${order.number}?key=${key}&lang=en`)).text;
    expect(buyer).toContain('60.000');
    expect(buyer).toContain('went back to you');
    const { actor } = commune.household;
    await expect(confirmReceived({ ...actor, freshAt: anHour }, order.number, anHour)).rejects.toThrow();
    expect(await owedOf(order.number)).toEqual([]);
  });

  it('stands beside that of goods that came back, and in no other list', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    await receiveTransfer(connection, aMessageFor(intent), noon);
    await packOrder(commune.household.actor, order.number, noon);
    await returnOrder(commune.household.actor, order.number, { goods: 'back' }, noon);
    const late = await overAndGone();
    await receiveTransfer(connection, aMessageFor(late.intent), anHour);
    expect((await owedOf(order.number, 'en'))[0]).toContain('its goods came back');
    expect((await household.get('/tien-ve')).text).not.toContain(late.order.number);
  });
});
