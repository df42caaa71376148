import { beforeAll, describe, expect, it } from 'vitest';
import { bringSheet, runImport, undoImport } from '../../../server/imports/imports.ts';
import { invoiceHistoryOf, invoiceOf, setInvoice } from '../../../server/orders/invoices.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { invoiceRows } from '../../../server/reports/invoice-rows.ts';
import { writeCsv, writeXlsx } from '../../../server/tables.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { aPlacedOrder } from '../orders/makers.ts';
import { refusal } from '../traceability/makers.ts';

useDatabase();
let commune: Commune;
let orders: string[];
let strangers: string;
beforeAll(async () => {
  commune = await aCommune();
  const placed = [];
  for (let n = 0; n < 4; n += 1) placed.push((await aPlacedOrder(commune.household.actor)).number);
  orders = placed;
  strangers = (await aPlacedOrder(commune.stranger.actor)).number;
});

const head = ['Số đơn', 'Ký hiệu hóa đơn', 'Số hóa đơn', 'Ngày lập hóa đơn'];
const bring = (rows: string[][], actor = commune.household.actor) =>
  bringSheet(actor, 'invoices', Buffer.from(writeCsv([head, ...rows])), noon);
const run = (id: string) => runImport(commune.household.actor, id, noon);
const numbers = () => Promise.all(orders.map(async (number) => (await invoiceOf(number))?.number ?? null));

describe('a sheet of invoices', () => {
  it('tells each mistake by line and column, and makes the right lines alone', async () => {
    const [a = '', b = '', c = ''] = orders;
    const { sheet, mistakes, wouldMake } = await bring([
      [a, '7K26XAB', '00000101', '16/11/2026'],
      [`${b}-1`, '7K26XAB', '102', '16/11/2026'],
      [`${b}-2`, '7K26XAB', '102', '16/11/2026'],
      [b, '7K26XAB', '103', '16/11/2026'],
      ['DH00000000', '7K26XAB', '104', '16/11/2026'],
      [strangers, '7K26XAB', '105', '16/11/2026'],
      [c, 'hóa đơn', 'một', 'hôm nào'],
      [c, '7K26XAB', '', '16/11/2026'],
      [c, '', '', ''],
    ]);
    expect(mistakes.map(({ line, column, code }) => `${line}${column} ${code}`)).toEqual([
      '5C invoice-differs',
      '6A order-unknown',
      '7A order-unknown',
      '8B invoice-series',
      '8C invoice-number',
      '8D not-a-day',
      '9C required',
    ]);
    expect(wouldMake).toBe(2);
    expect(await numbers()).toEqual([null, null, null, null]);
    await run(sheet._id);
    expect(await numbers()).toEqual(['101', '102', null, null]);
  });

  it('brought twice is once, and taking the second back leaves what the first said', async () => {
    const rows = [[orders[0] ?? '', '7K26XAB', '101', '2026-11-16']];
    const { sheet } = await bring(rows);
    await run(sheet._id);
    await run(sheet._id);
    expect(await invoiceHistoryOf(orders[0] ?? '')).toHaveLength(1);
    await undoImport(commune.household.actor, sheet._id, noon);
    expect((await numbers())[0]).toBe('101');
  });

  it('is taken back while nothing was said since, and not after', async () => {
    const at = orders[2] ?? '';
    const first = (await bring([[at, '7K26XAB', '301', '2026-11-16']])).sheet._id;
    await run(first);
    await undoImport(commune.household.actor, first, noon);
    expect(await invoiceOf(at)).toBeNull();
    const second = (await bring([[at, '7K26XAB', '302', '2026-11-16']])).sheet._id;
    await run(second);
    const corrected = { series: '7K26XAB', number: '303', day: '2026-11-16' };
    await setInvoice(commune.household.actor, at, corrected, { at: noon, sheet: null });
    expect(await refusal(undoImport(commune.household.actor, second, noon))).toMatchObject({ code: 'invoice-changed' });
    expect(await invoiceOf(at)).toEqual(corrected);
  });

  it('one line that another order has the number of is refused, the others go on', async () => {
    const [a = '', , , d = ''] = orders;
    const { sheet } = await bring([
      [d, '7K26XAB', '101', '2026-11-16'],
      [a, '7K26XAB', '111', '2026-11-16'],
    ]);
    const { mistakes } = await run(sheet._id);
    expect(mistakes).toMatchObject([{ line: 2, code: 'invoice-of-another-order' }]);
    expect([(await numbers())[0], (await numbers())[3]]).toEqual(['111', null]);
  });

  it('may be our own rows, filled in and sent back as Excel', async () => {
    const d = orders[3] ?? '';
    const delivered = { $set: { state: 'delivered' }, $push: { history: { state: 'delivered', at: noon, by: 'x' } } };
    await OrderModel.collection.updateOne({ number: d }, delivered as never);
    const days = { from: '2026-11-01', to: '2026-11-30' };
    const rows = await invoiceRows(commune.sellers.household.id, days);
    const filled = rows.map((row, place) =>
      place === 0 ? row : [...row.slice(0, -3), '7K26XAB', '00000400', { day: '2026-11-16' }],
    );
    const { sheet, mistakes } = await bringSheet(
      commune.household.actor,
      'invoices',
      await writeXlsx('hoa don', filled),
      noon,
    );
    expect(mistakes).toEqual([]);
    await run(sheet._id);
    expect(await invoiceOf(d)).toEqual({ series: '7K26XAB', number: '400', day: '2026-11-16' });
  });

  it('is all that a household may bring', async () => {
    for (const kind of ['households', 'batches'] as const)
      expect(await refusal(bringSheet(commune.household.actor, kind, Buffer.from('a;b'), noon))).toMatchObject({
        code: 'not-for-your-role',
      });
    expect(
      (await bring([[orders[0] ?? '', '7K26XAB', '111', '2026-11-16']], commune.cooperative.actor)).mistakes,
    ).toEqual([]);
    expect(
      (await bring([[orders[0] ?? '', '7K26XAB', '111', '2026-11-16']], commune.otherCooperative.actor)).mistakes,
    ).toMatchObject([{ code: 'order-unknown' }]);
  });
});
