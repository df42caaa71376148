import { beforeAll, describe, expect, it } from 'vitest';
import { deliverOrder, packOrder, refundOrder, returnOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { confirmReceived } from '../../../server/payments/confirmations.ts';
import { getLedger } from '../../../server/payments/ledger.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { signIn } from '../identity/browsers.ts';
import { type Commune, daysAfter } from '../identity/makers.ts';
import { aConnectedMarket, aMessageFor, anOrder, aWaitingOrder } from './makers.ts';

useDatabase();

const { browser } = testApp();
let commune: Commune;
let packId: string;
let connection: BankConnection;

const signedIn = (who: 'household' | 'stranger' | 'officer' | 'cooperative') => signIn(browser(), commune[who]);

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(100));
  const { actor } = commune.household;
  // One paid through the bank and refunded, one by the seller's word, one in cash delivered, one in cash only packed.
  const bank = await aWaitingOrder(packId);
  await receiveTransfer(connection, aMessageFor(bank.intent, { reference: 'FT01', receivedAt: noon }), noon);
  await refundOrder(actor, bank.order.number, { note: '=FT02 trả lại' }, noon);
  const word = await aWaitingOrder(packId);
  await confirmReceived(actor, word.order.number, noon);
  for (const isDelivered of [true, false]) {
    const { order } = await anOrder(packId, noon, 'cash', 2);
    await packOrder(actor, order.number, noon);
    if (isDelivered) await deliverOrder(actor, order.number, noon);
  }
  // Not sold: refused at the door.
  const refused = await anOrder(packId, noon, 'cash', 2);
  await packOrder(actor, refused.order.number, noon);
  await returnOrder(actor, refused.order.number, { goods: 'back' }, noon);
  // Not sold: waiting. Not of this month: paid in December. Of no order: a transfer without a reference.
  await aWaitingOrder(packId);
  const later = await aWaitingOrder(packId, daysAfter(noon, 20));
  await receiveTransfer(connection, aMessageFor(later.intent, { receivedAt: null }), daysAfter(noon, 20));
  await receiveTransfer(
    connection,
    aMessageFor(later.intent, { content: 'tien nha', amountVnd: 7000, receivedAt: noon }),
    noon,
  );
});

describe('the book of a month', () => {
  it('adds up what was sold, received and refunded, and what came for no order', async () => {
    const ledger = await getLedger(commune.household.actor, commune.sellers.household.id, '2026-11');
    expect(ledger).toMatchObject({ soldVnd: 360_000, receivedVnd: 240_000, refundedVnd: 60_000, strayVnd: 7000 });
    expect(ledger.lines.map(({ how }) => how).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'bank',
      'cash',
      'cash',
      'hand',
    ]);
    expect(ledger.lines.find(({ how }) => how === 'bank')).toMatchObject({ reference: 'FT01', refundedVnd: 60_000 });
    expect((await getLedger(commune.household.actor, commune.sellers.household.id, '2026-12')).soldVnd).toBe(60_000);
    expect((await getLedger(commune.household.actor, commune.sellers.household.id, '2026-10')).lines).toEqual([]);
  });

  it('is nothing for a stranger, and to be read by the cooperative and the officer', async () => {
    const { slug } = commune.sellers.household;
    await (await signedIn('stranger')).get(`/so-tien?ho=${slug}`).expect(404);
    await (await signedIn('stranger')).get(`/so-tien.csv?ho=${slug}`).expect(404);
    for (const who of ['cooperative', 'officer'] as const) {
      const { text } = await (await signedIn(who)).get(`/so-tien?ho=${slug}&thang=2026-11`).expect(200);
      expect(text).toContain('360.000');
    }
  });

  it('is shown by the month, the running one first, and refuses what is none', async () => {
    const household = await signedIn('household');
    const { text } = await household.get('/so-tien').expect(200);
    for (const said of ['11/2026', '360.000', '240.000', 'FT01', 'thang&#x3D;2026-10']) expect(text).toContain(said);
    expect(text).not.toContain('thang&#x3D;2026-12');
    await household.get('/so-tien?thang=2026-13').expect(422);
    expect((await household.get('/so-tien?thang=2026-10&lang=en').expect(200)).text).toContain('No order was sold');
  });

  it('comes as CSV that a spreadsheet opens and no formula runs in', async () => {
    const answer = await (await signedIn('household')).get('/so-tien.csv?thang=2026-11&lang=vi').expect(200);
    expect(answer.headers['content-disposition']).toContain('so-tien-');
    const [heading, ...lines] = answer.text.replace('\uFEFF', '').trim().split('\r\n');
    expect(heading).toBe('Ngày,Đơn,Đã bán,Đã nhận,Đã hoàn,Cách trả,Mã giao dịch,Ghi chú hoàn tiền');
    expect(lines).toHaveLength(4);
    expect(answer.text).toContain("60000,60000,60000,Ngân hàng báo,FT01,'=FT02 trả lại");
  });

  it('comes for Excel with the same lines: references as text, money as numbers, days as dates', async () => {
    const household = await signedIn('household');
    const answer = await household.get('/so-tien.xlsx?thang=2026-11&lang=vi').responseType('blob').expect(200);
    const { rows } = readXlsx(answer.body as Buffer);
    expect(rows).toHaveLength(5);
    const [day, order, sold, , , , reference, note] =
      rows.find((row) => row.some((cell) => cell && 'text' in cell && cell.text === 'FT01')) ?? [];
    expect(day).toMatchObject({ format: 'dd/mm/yyyy' });
    expect(order).toMatchObject({ format: '@' });
    expect(sold).toEqual({ number: 60_000, format: '#,##0' });
    expect([reference, note]).toEqual([
      { text: 'FT01', format: '@' },
      { text: '=FT02 trả lại', format: '@' },
    ]);
  });
});
