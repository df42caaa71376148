import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { invoiceRows } from '../../../server/reports/invoice-rows.ts';
import { meterOf } from '../../../server/reports/threshold.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { failedParcels, anOrder as order, partBack as part } from './order-records.ts';

useDatabase();

const { browser, program } = testApp();
let commune: Commune;

beforeAll(async () => {
  commune = await aCommune();
  const { id } = commune.sellers.household;
  await OrderModel.collection.insertMany([
    order(id, 'DHA', [
      ['placed', '2026-01-31T20:00:00'],
      ['paid', '2026-01-31T21:00:00'],
      ['delivered', '2026-01-31T23:59:59'],
    ]),
    order(id, 'DHB', [
      ['placed', '2026-01-30T20:00:00'],
      ['paid', '2026-01-30T21:00:00'],
      ['delivered', '2026-02-01T00:00:00'],
    ]),
    order(
      id,
      'DHC',
      [
        ['placed', '2026-02-02T08:00:00'],
        ['delivered', '2026-02-03T08:00:00'],
      ],
      'cash',
    ),
    order(id, 'DHD', [
      ['placed', '2026-02-05T08:00:00'],
      ['paid', '2026-02-05T09:00:00'],
      ['delivered', '2026-02-06T08:00:00'],
      ['refunded', '2026-03-01T00:00:00'],
    ]),
    order(id, 'DHE', [
      ['placed', '2026-02-05T08:00:00'],
      ['paid', '2026-02-05T09:00:00'],
      ['refunded', '2026-02-06T08:00:00'],
    ]),
    order(id, 'DHF', [
      ['placed', '2026-02-05T08:00:00'],
      ['paid', '2026-02-05T09:00:00'],
    ]),
    {
      // A part went back in June, before the goods were handed over, and one after that.
      ...order(id, 'DHI', [
        ['placed', '2026-06-28T08:00:00'],
        ['paid', '2026-06-28T09:00:00'],
        ['delivered', '2026-07-02T08:00:00'],
      ]),
      refunds: [part('r1', '2026-06-30T08:00:00', 20_000), part('r2', '2026-08-01T08:00:00', 5000)],
    },
    ...failedParcels(id, '2026-05'),
    order(commune.sellers.neighbour.id, 'DHG', [
      ['placed', '2026-02-05T08:00:00'],
      ['delivered', '2026-02-06T08:00:00'],
    ]),
  ]);
});

const address = (ending = '') => `/api/v1/sellers/${commune.sellers.household.id}/revenue-book${ending}`;
const book = async (from: string, to: string) =>
  (await program(commune.household.token).get(`${address()}?from=${from}&to=${to}`).expect(200)).body;

describe('the book of revenue', () => {
  it('goes by the day goods were handed over, with the day of the money beside', async () => {
    const february = await book('2026-02-01', '2026-02-28');
    expect(
      february.lines.map((line: { day: string; orderNumber: string; moneyDay: string; amountVnd: number }) => [
        line.day,
        line.orderNumber,
        line.moneyDay,
        line.amountVnd,
      ]),
    ).toEqual([
      ['2026-02-01', 'DHB', '2026-01-30', 150_000],
      ['2026-02-03', 'DHC', '2026-02-03', 150_000],
      ['2026-02-06', 'DHD', '2026-02-05', 150_000],
    ]);
    expect(february.totalVnd).toBe(450_000);
    expect((await book('2026-01-01', '2026-01-31')).lines).toHaveLength(1);
    expect(february.yearVnd).toBe(600_000);
  });

  it('takes goods that came back off on the day they did', async () => {
    const march = await book('2026-03-01', '2026-03-31');
    expect(march.lines).toMatchObject([{ day: '2026-03-01', amountVnd: -150_000, orderNumber: 'DHD' }]);
    expect((await book('2026-01-01', '2026-05-31')).totalVnd).toBe(450_000);
  });

  it('takes a part that went back off on its day, but on none before the goods were handed over', async () => {
    const linesOf = async (from: string, to: string) =>
      (await book(from, to)).lines.map(({ day, amountVnd }: { day: string; amountVnd: number }) => [day, amountVnd]);
    expect(await linesOf('2026-06-01', '2026-06-30')).toEqual([]);
    expect(await linesOf('2026-07-01', '2026-07-31')).toEqual([
      ['2026-07-02', 150_000],
      ['2026-07-02', -20_000],
    ]);
    expect(await linesOf('2026-08-01', '2026-08-31')).toEqual([['2026-08-01', -5000]]);
  });

  it('has nothing of a parcel that reached nobody, in cash or paid, nor of its money that went back', async () => {
    expect((await book('2026-05-01', '2026-05-31')).lines).toEqual([]);
  });

  it('is the form of the law as a table: one line with nought where nothing was sold', async () => {
    const { text } = await program(commune.household.token)
      .get(`${address('.csv')}?from=2026-04-01&to=2026-04-30`)
      .expect(200);
    const rows = text.slice(1).trim().split('\r\n');
    expect(rows[0]).toMatch(/^"HỘ, CÁ NHÂN KINH DOANH: .*",,Mẫu số S1a-HKD$/);
    expect(rows[3]).toBe(',"SỔ DOANH THU BÁN HÀNG HÓA, DỊCH VỤ"');
    expect(rows.slice(-4)).toEqual([
      'Ngày tháng,Diễn giải,Số tiền,Ngày nhận tiền (ngoài mẫu)',
      'A,B,1',
      ',,0,',
      ',Tổng cộng,0',
    ]);
  });

  it('takes what was sold elsewhere, once however often it is sent, and lets it be taken back', async () => {
    const agent = browser().set('Cookie', `session=${commune.household.token}`);
    const { text } = await agent.get('/so-doanh-thu?tu=2026-05-01&den=2026-05-31').expect(200);
    await agent.get(`/so-doanh-thu?ho=${commune.sellers.household.slug}&tu=&den=`).expect(200);
    const form = { _key: formKey(text), day: '2026-05-03', text: 'Bán tại chợ phiên', amountVnd: '1,2 triệu' };
    const url = '/so-doanh-thu?tu=2026-05-01&den=2026-05-31';
    for (let times = 0; times < 2; times += 1) await agent.post(url).type('form').send(form).expect(303);
    expect((await book('2026-05-01', '2026-05-31')).totalVnd).toBe(1_200_000);
    const page = await agent.get(url).expect(200);
    const back = /action="(\/so-doanh-thu\/[0-9a-f]{24}\/bo)/.exec(page.text)?.[1] ?? '';
    const stranger = browser().set('Cookie', `session=${commune.neighbour.token}`);
    const own = await stranger.get('/so-doanh-thu').expect(200);
    await stranger
      .post(back)
      .type('form')
      .send({ _key: formKey(own.text) })
      .expect(404);
    await agent
      .post(back)
      .type('form')
      .send({ _key: formKey(page.text) })
      .expect(303);
    expect((await book('2026-05-01', '2026-05-31')).totalVnd).toBe(0);
    const taxed = await agent
      .post('/so-doanh-thu/ma-so-thue')
      .type('form')
      .send({ _key: formKey(page.text), taxCode: '12' });
    expect(taxed.status).toBe(422);
    await agent
      .post('/so-doanh-thu/ma-so-thue')
      .type('form')
      .send({ _key: formKey(page.text), taxCode: '0123456789' });
    const pdf = await agent.get('/so-doanh-thu.pdf').responseType('blob').expect(200);
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('the lines for an invoice program', () => {
  it('are those of the goods handed over in the days, with sending, a buyer never blank, and ids that stay', async () => {
    const rows = await invoiceRows(commune.sellers.household.id, { from: '2026-02-01', to: '2026-02-28' });
    const told = rows.slice(1).map((row) => [row[0], row[3], row[4], row[9], row[11]]);
    const lines = (number: string, paid: string) => [
      [`${number}-1`, paid, 'Bán cho người tiêu dùng', 2, 120_000],
      [`${number}-2`, paid, 'Bán cho người tiêu dùng', 1, 30_000],
    ];
    // Not DHD: its goods came back since, and no invoice is written of them.
    expect(told).toEqual([...lines('DHB', 'CK'), ...lines('DHC', 'TM')]);
    const agent = browser().set('Cookie', `session=${commune.household.token}`);
    await agent.get('/so-doanh-thu-hoa-don.csv?tu=2026-02-01&den=2026-02-28').expect(200);
    const stranger = browser().set('Cookie', `session=${commune.neighbour.token}`);
    await stranger.get(`/so-doanh-thu-hoa-don.csv?ho=${commune.sellers.household.slug}`).expect(404);
  });
});

describe('the meter to the threshold', () => {
  it.each([
    [499_999_999, 'below'],
    [500_000_000, 'warned'],
    [800_000_000, 'near'],
    [1_000_000_000, 'near'],
    [1_000_000_001, 'over'],
  ])('of %i đồng says %s', (vnd, state) => {
    expect(meterOf(vnd, '2026-06-30')?.state).toBe(state);
  });

  it('says nothing of years of which no threshold is known', () => {
    expect(meterOf(1, '2025-12-31')).toBeNull();
  });
});
