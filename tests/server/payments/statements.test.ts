import { beforeAll, describe, expect, it } from 'vitest';
import { findOrder } from '../../../server/orders/orders.ts';
import type { BankConnection } from '../../../server/payments/bank-connections.ts';
import { letOrderGo } from '../../../server/payments/cancellations.ts';
import { numberLines, splitRows } from '../../../server/payments/statement.ts';
import { importStatement, mapColumns, previewStatement, uploadStatement } from '../../../server/payments/statements.ts';
import { TransferModel } from '../../../server/payments/transfer-record.ts';
import { receiveTransfer } from '../../../server/payments/transfers.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { type Commune, minutesAfter } from '../identity/makers.ts';
import { aConnectedMarket, aMessageFor, aWaitingOrder } from './makers.ts';

useDatabase();

let commune: Commune;
let packId: string;
let connection: BankConnection;
const heading = 'Ngày giao dịch,Số tham chiếu,Ghi nợ,Ghi có,Nội dung';
const csv = (...lines: string[]) => Buffer.from([heading, ...lines].join('\n'));
const soon = minutesAfter(noon, 5);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

beforeAll(async () => {
  ({ commune, packId, connection } = await aConnectedMarket(100));
});

const upload = (bytes: Buffer) => uploadStatement(commune.household.actor, bytes, noon);
const taken = () => TransferModel.countDocuments({ provider: 'statement' });

describe('splitRows', () => {
  it('finds the heading below what banks put above it', () => {
    const rows = [['NGÂN HÀNG MẪU', ''], ['Từ ngày 1/11'], heading.split(','), ['16/11/2026', 'FT1', '', '5.000', 'x']];
    expect(splitRows(rows)).toEqual({ heading: heading.split(','), rows: [rows[3]] });
    expect(splitRows([['chỉ có chữ', 'không có gì']])).toBeNull();
    expect(splitRows([])).toBeNull();
  });
});

describe('numberLines', () => {
  it('gives two lines that are alike two numbers, and the same ones again', () => {
    const line = { line: 2, receivedAt: noon, amountVnd: 5000, content: 'x', reference: '' };
    const numbers = () => numberLines([line, { ...line, line: 3 }]).map(({ providerId }) => providerId);
    expect(new Set(numbers()).size).toBe(2);
    expect(numbers()).toEqual(numbers());
  });
});

describe('uploadStatement refuses', () => {
  it.each([
    ['what is too large', Buffer.alloc(2 * 1024 * 1024 + 1, 65), 'statement-too-large'],
    ['what is no text', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x80]), 'statement-unreadable'],
    ['what has no heading', Buffer.from('một,hai\nba,bốn\n'), 'statement-unreadable'],
    ['a heading without lines', csv(), 'statement-unreadable'],
    ['too many lines', csv(...Array(5001).fill('16/11/2026,1,,5.000,x')), 'statement-too-long'],
  ])('%s', async (_name, bytes, wanted) => {
    await expect(upload(bytes)).rejects.toThrow(code(wanted));
  });

  it('an officer, and hides a statement from everybody else', async () => {
    await expect(uploadStatement(commune.officer.actor, csv('16/11/2026,1,,5.000,x'), noon)).rejects.toThrow(
      code('not-for-your-role'),
    );
    const id = await upload(csv('16/11/2026,1,,5.000,x'));
    await expect(previewStatement(commune.stranger.actor, id, soon)).rejects.toThrow(code('statement-not-found'));
    await expect(importStatement(commune.cooperative.actor, id, soon)).rejects.toThrow(code('statement-not-found'));
  });
});

describe('a statement', () => {
  it('is imported whole or not at all', async () => {
    const before = await taken();
    const id = await upload(csv('16/11/2026 12:00,F1,,5.000,a', 'hôm qua,F2,,5.000,b', '16/11/2026,F3,,nhiều,c'));
    const { mistakes, lines } = await previewStatement(commune.household.actor, id, soon);
    expect(mistakes.map(({ pointer }) => pointer)).toEqual(['/lines/3', '/lines/4']);
    expect(lines).toHaveLength(1);
    await expect(importStatement(commune.household.actor, id, soon)).rejects.toThrow(code('statement-lines'));
    expect(await taken()).toBe(before);
  });

  it('pays the orders its lines name, leaves the rest on the desk, and counts nothing twice', async () => {
    const { order, intent } = await aWaitingOrder(packId);
    const lines = [
      `16/11/2026 12:03:00,FT77,,60.000,${intent.reference} chuyen tien`,
      '16/11/2026 12:04:00,FT78,,20.000,cua nha gui',
      '16/11/2026 12:05:00,FT79,15.000,,rut tien',
    ];
    const id = await upload(csv(...lines));
    const preview = await previewStatement(commune.household.actor, id, soon);
    expect(preview.lines.map(({ orderNumber }) => orderNumber)).toEqual([order.number, null]);
    expect(await importStatement(commune.household.actor, id, soon)).toEqual({ taken: 2, known: 0 });
    expect(await findOrder(order.number)).toMatchObject({ state: 'paid', paidAt: minutesAfter(noon, 3) });
    const count = await taken();
    await importStatement(commune.household.actor, id, soon);
    await importStatement(commune.household.actor, await upload(csv(...lines.toReversed())), soon);
    expect(await taken()).toBe(count);
  });

  it('says beforehand what each line will become, and afterwards what it became', async () => {
    const { actor } = commune.household;
    const [pays, short, gone] = [await aWaitingOrder(packId), await aWaitingOrder(packId), await aWaitingOrder(packId)];
    await letOrderGo({ key: gone.key }, gone.order.number, noon);
    const file = csv(
      `16/11/2026 12:03:00,FT501,,60.000,${pays.intent.reference}`,
      `16/11/2026 12:04:00,FT502,,55.000,${short.intent.reference}`,
      `16/11/2026 12:05:00,FT503,,60.000,${gone.intent.reference}`,
      ',,,,',
      'Tổng cộng (3 giao dịch),,,175.000,',
      ',,,9.000.000,Số dư cuối kỳ',
    );
    const id = await upload(file);
    const before = await previewStatement(actor, id, soon);
    const expected = [
      { fate: 'order', orderNumber: pays.order.number },
      { fate: 'review', orderNumber: null },
      { fate: 'review', orderNumber: null },
    ];
    expect(before.mistakes).toEqual([]);
    expect(before.skipped).toEqual([
      ['Tổng cộng (3 giao dịch)', '175.000'],
      ['9.000.000', 'Số dư cuối kỳ'],
    ]);
    expect(before.lines).toMatchObject(expected);
    expect(await importStatement(actor, id, soon)).toEqual({ taken: 3, known: 0 });
    const after = await previewStatement(actor, id, soon);
    expect(after.lines).toMatchObject(expected);
    expect(after.statement).toMatchObject({ taken: 3, known: 0 });
    const again = await upload(file);
    const known = await previewStatement(actor, again, soon);
    expect(known.lines.map(({ fate }) => fate)).toEqual(['known', 'known', 'known']);
    expect(await importStatement(actor, again, soon)).toEqual({ taken: 0, known: 3 });
  });

  it('leaves out what a bank’s message told already, by the bank’s reference or by ours', async () => {
    const [one, two] = [await aWaitingOrder(packId), await aWaitingOrder(packId)];
    await receiveTransfer(connection, aMessageFor(one.intent, { reference: 'FT90' }), soon);
    await receiveTransfer(connection, aMessageFor(two.intent, { reference: 'other' }), soon);
    const before = await taken();
    const id = await upload(
      csv('16/11/2026,FT90,,60.000,mất nội dung', `16/11/2026,FT91,,60.000,${two.intent.reference}`),
    );
    expect(await importStatement(commune.household.actor, id, soon)).toEqual({ taken: 0, known: 2 });
    expect(await taken()).toBe(before);
  });

  it('is read by the columns a person chose, the next file of its layout too', async () => {
    const odd = Buffer.from('Ngày,Cột A,Số tiền\n16/11/2026,ghi chú,7.000\n');
    const id = await upload(odd);
    expect((await previewStatement(commune.household.actor, id, soon)).mistakes).toMatchObject([
      { pointer: '/columns/content' },
      { pointer: '/columns/direction' },
    ]);
    await mapColumns(commune.household.actor, id, ['date', 'content', 'in']);
    const next = await upload(odd);
    expect((await previewStatement(commune.household.actor, next, soon)).lines).toMatchObject([
      { line: { content: 'ghi chú', amountVnd: 7000 } },
    ]);
    await importStatement(commune.household.actor, next, soon);
    await expect(mapColumns(commune.household.actor, next, ['none'])).rejects.toThrow(code('statement-imported'));
  });
});
