import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Invoice,
  invoiceHistoryOf,
  invoiceOf,
  invoicesOf,
  readInvoiceNumber,
  readInvoiceSeries,
  setInvoice,
  takeOffInvoice,
} from '../../../server/orders/invoices.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { cancelOrder } from '../../../server/orders/orders.ts';
import { invoiceRows } from '../../../server/reports/invoice-rows.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { refusal } from '../traceability/makers.ts';
import { anAccount, aPlacedOrder } from './makers.ts';

const { people, signedIn, browser } = useBrowsers();
const typed = { at: noon, sheet: null };
const one: Invoice = { series: '7K26XAB', number: '123', day: '2026-11-16' };

let number: string;
let other: string;
let key: string;
let household: Agent;
beforeAll(async () => {
  await anAccount(people().sellers.household);
  ({ number, key } = await aPlacedOrder(people().household.actor));
  other = (await aPlacedOrder(people().household.actor)).number;
  household = await signedIn((commune) => commune.household);
});

describe('what is typed of an invoice', () => {
  it.each([
    ['7k26xab', '7K26XAB'],
    ['7 K26 XAB', '7K26XAB'],
    ['K26TYY', 'K26TYY'],
    ['７K26XAB', '7K26XAB'],
    ['7K26XA', null],
    ['7Z26XAB', null],
    ['7K2QXAB', null],
    ['', null],
  ])('the series %j', (text, value) => {
    expect(readInvoiceSeries(text)).toEqual(value === null ? { code: 'invoice-series' } : { value });
  });

  it.each([
    ['00000123', '123'],
    [' 12345678 ', '12345678'],
    ['123456789', null],
    ['0', null],
    ['12a', null],
  ])('the number %j', (text, value) => {
    expect(readInvoiceNumber(text)).toEqual(value === null ? { code: 'invoice-number' } : { value });
  });
});

describe('the invoice of an order', () => {
  const say = (invoice: Partial<Invoice>, of = number) =>
    setInvoice(people().household.actor, of, { ...one, ...invoice }, typed);

  it('is one: said twice it is there once, and a correction keeps what was said before', async () => {
    for (const _ of ['once', 'twice']) await say({});
    await say({ number: '124' });
    expect(await invoiceOf(number)).toEqual({ ...one, number: '124' });
    expect((await invoiceHistoryOf(number)).map(({ invoice }) => invoice?.number)).toEqual(['123', '124']);
    expect([...(await invoicesOf(people().sellers.household.id)).keys()]).toEqual([number]);
  });

  it('is of no other order, and of nobody else’s', async () => {
    expect(await refusal(say({ number: '124' }, other))).toMatchObject({ code: 'invoice-of-another-order' });
    // What was corrected is free again, and another series is another invoice.
    await say({ number: '123' }, other);
    await say({ series: '7K26XAC', number: '124' }, other);
    for (const who of ['neighbour', 'stranger', 'officer'] as const)
      expect(await refusal(setInvoice(people()[who].actor, number, one, typed)), who).toMatchObject({
        kind: expect.stringMatching(/missing|forbidden/) as string,
      });
  });

  it('has a day between the order and today, and an order that came to something', async () => {
    expect(await refusal(say({ day: '2026-11-17' }))).toMatchObject({ pointers: ['/day'] });
    expect(await refusal(say({ day: '2026-11-15' }))).toMatchObject({ pointers: ['/day'] });
    const gone = (await aPlacedOrder(people().household.actor)).number;
    await cancelOrder(people().household.actor, gone, noon);
    expect(await refusal(say({ number: '999' }, gone))).toMatchObject({ code: 'order-without-invoice' });
  });

  it('of two who say different things at once, one looks again, and nothing is half there', async () => {
    const { number: at } = await aPlacedOrder(people().household.actor);
    const all = await Promise.allSettled(['501', '502', '503'].map((text) => say({ number: text }, at)));
    const history = await invoiceHistoryOf(at);
    expect(history).toHaveLength(all.filter(({ status }) => status === 'fulfilled').length);
    expect(await invoiceOf(at)).toEqual(history.at(-1)?.invoice);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'invoice-changed' });
  });

  it('is taken off again, kept in the history, and free for the order it is of', async () => {
    await takeOffInvoice(people().household.actor, other, null, noon);
    expect(await invoiceOf(other)).toBeNull();
    expect((await invoiceHistoryOf(other)).at(-1)).toMatchObject({ invoice: null });
    await say({ series: '7K26XAC', number: '124' });
  });
});

describe('on its pages', () => {
  it('the seller types it, the buyer reads it, and the rows hold it', async () => {
    const page = `/don/${other}/hoa-don`;
    const wrong = await fillIn(household, page, { series: 'abc', number: '7', day: '16/11/2026' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Ký hiệu có dạng như 7K26XAB');
    expect(wrong.text).toContain('value="abc"');
    const set = await fillIn(household, page, { series: '7k26xab', number: '0000700', day: '16/11/2026' });
    expect([set.status, set.headers.location]).toEqual([303, `/don/${other}`]);
    expect((await household.get(`/don/${other}`)).text).toMatch(
      /7K26XAB<\/span> <span class="number">700<\/span>,\s+16\/11\/2026/,
    );
    expect((await browser().get(`/don/${number}?key=${key}`)).text).toContain('7K26XAC');
    expect((await browser().get(`/don/${number}?key=${key}`)).text).not.toContain('/hoa-don"');
    const delivered = { state: 'delivered', at: noon, by: 'x' };
    await OrderModel.collection.updateOne(
      { number: other },
      { $set: { state: 'delivered' }, $push: { history: delivered } as never },
    );
    const days = { from: '2026-11-01', to: '2026-11-30' };
    const [, row] = await invoiceRows(people().sellers.household.id, days);
    expect(row?.slice(-4)).toEqual([other, '7K26XAB', '700', { day: '2026-11-16' }]);
  });

  it('can be taken off there', async () => {
    const { text } = await household.get(`/don/${other}/hoa-don`);
    const off = await household
      .post(`/don/${other}/hoa-don/bo`)
      .type('form')
      .send({ _key: formKey(text) });
    expect(off.status).toBe(303);
    expect((await household.get(`/don/${other}`)).text).toContain('chưa ghi');
    const neighbour = await signedIn((commune) => commune.neighbour);
    expect((await neighbour.get(`/don/${other}/hoa-don`)).status).toBe(404);
  });
});
