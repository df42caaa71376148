import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { addHousehold, type Seller } from '../../../server/identity/sellers.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { ScanDayModel } from '../../../server/provenance/scan-day.ts';
import { countIndicators, type IndicatorReport } from '../../../server/reports/indicators.ts';
import { factsBehind } from '../../../server/reports/sources.ts';
import { insideOf } from '../../../server/reports/tally.ts';
import { keepFigure } from '../../../server/reports/typed-figures.ts';
import { useDatabase } from '../../support/database.ts';
import { random as randomOf } from '../../support/random.ts';
import { noon } from '../../support/services.ts';
import { aCommune, aSignedIn, type Commune } from '../identity/makers.ts';
import { type Amounts, aYear, byHand, type Meant, type Noted, vietnameseDay } from './a-year.ts';

const amounts: Amounts = process.env.FULL
  ? { orders: 10_000, batches: 1000, looks: 100_000 }
  : { orders: 400, batches: 100, looks: 600 };

useDatabase();

let commune: Commune;
let far: Seller;
let products: Product[];
let noted: Noted[];

beforeAll(async () => {
  commune = await aCommune();
  const goods = (kind: string) => ({
    name: `Hàng ${kind}`,
    kind,
    packs: [{ name: 'Gói', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 }],
  });
  products = [];
  const { ours } = commune.sellers;
  const address = { line: 'Bản Thẳm Phé', commune: 'Bình Lư', province: 'Lai Châu' };
  far = await addHousehold({ name: 'Hộ ông Sùng A Vàng', village: 'Thẳm Phé', address, cooperativeId: ours.id }, noon);
  for (const { actor } of [commune.household, commune.cooperative, await aSignedIn(far)])
    for (const kind of ['mien-dong', 'gao-seng-cu']) products.push(await addProduct(actor, goods(kind), new Date(0)));
  noted = await aYear(products, amounts, 17);
}, 600_000);

const later = new Date('2029-01-15T05:00:00Z');
const count = (from: string, to: string, filter = {}) => countIndicators({ from, to }, filter, later);
const figure = ({ rows }: IndicatorReport, id: string) => rows.find(({ indicator }) => indicator.id === id);
const counted = ['E3', 'P1', 'P1-cash', 'T2', 'T2-scans', 'T2-robots', 'T2-previews'] as const;

/** Whatever the system knows of the periods, against the notes of a person with a pencil. */
function expectAsByHand(report: IndicatorReport, meant: Meant = {}): void {
  for (const what of counted) {
    const row = figure(report, what);
    for (const column of ['value', 'previous', 'cumulated'] as const)
      expect({ what, column, figure: row?.[column] }).toEqual({
        what,
        column,
        figure: byHand(noted, what, report.periods[column], meant),
      });
  }
}

describe('the figures of a period', () => {
  it.each([
    ['the turn of the year', '2027-12-31', '2028-01-01'],
    ['a month before 29 February', '2028-01-01', '2028-01-31'],
    ['February of a leap year', '2028-02-01', '2028-02-29'],
    ['29 February alone', '2028-02-29', '2028-02-29'],
    ['the month after', '2028-03-01', '2028-03-31'],
    ['the commune’s month', '2028-05-12', '2028-06-12'],
    ['the same, the 12th once', '2028-05-12', '2028-06-11'],
    ['a quarter', '2028-04-01', '2028-06-30'],
    ['a year', '2028-01-01', '2028-12-31'],
  ])('are as counted by hand: %s', async (_, from, to) => {
    expectAsByHand(await count(from, to));
  });

  it('are as counted by hand in any days', async () => {
    const random = randomOf(29);
    for (let n = 0; n < 6; n += 1) {
      const days = [0, 0].map(() => new Date(Date.parse('2027-07-01') + random() * 500 * 86_400_000));
      const [from, to] = days.map(vietnameseDay).sort() as [string, string];
      expectAsByHand(await count(from, to));
    }
  });

  it('are told for one village, kind and seller alike, and add up', async () => {
    const { id: sellerId } = commune.sellers.household;
    const ofKind = await count('2028-01-01', '2028-12-31', { kind: 'mien-dong' });
    expectAsByHand(ofKind, { isMeant: ({ kind }) => kind === 'mien-dong', counts: 'ofGoods' });
    const ofSeller = await count('2028-01-01', '2028-12-31', { sellerId, kind: 'mien-dong' });
    const isTheirs = (one: Noted) => one.kind === 'mien-dong' && one.sellerId === sellerId;
    expectAsByHand(ofSeller, { isMeant: isTheirs, counts: 'ofGoods' });
    for (const village of ['Nà Đa', 'Thẳm Phé', 'Bản không có']) {
      const isThere = (one: Noted) => (one.sellerId === far.id ? 'Thẳm Phé' : 'Nà Đa') === village;
      expectAsByHand(await count('2028-01-01', '2028-12-31', { village }), { isMeant: isThere });
    }
    const none = await count('2028-01-01', '2028-12-31', { village: 'Nà Đa', sellerId: far.id });
    expectAsByHand(none, { isMeant: () => false });
    const { groups, ...whole } = await count('2028-01-01', '2028-12-31');
    for (const id of ['E3', 'T2', 'T2-scans'])
      for (const parts of Object.values(groups))
        expect(parts.reduce((sum, { figures }) => sum + (figures[id] ?? 0), 0)).toBe(
          whole.rows.find(({ indicator }) => indicator.id === id)?.value,
        );
  });

  it('open the list that they were counted from', async () => {
    const period = { from: '2028-02-01', to: '2028-02-29' };
    const report = await count(period.from, period.to);
    for (const id of counted) {
      let sum = 0;
      for await (const fact of factsBehind(id, period, later)) if (insideOf(period)(fact.when)) sum += fact.amount;
      expect({ id, sum }).toEqual({ id, sum: figure(report, id)?.value });
    }
  });
});

describe('money that came later than anybody waits for it', () => {
  it('is counted neither in the figure nor in its list', async () => {
    const { id: sellerId } = commune.sellers.household;
    const item = {
      packId: 'g',
      productId: products[0]?.id,
      name: 'Miến',
      packName: 'Gói',
      quantity: 1,
      priceVnd: 1000,
    };
    const paid = (number: string, placed: string, at: string) => ({
      number,
      sellerId,
      state: 'paid',
      items: [item],
      placedAt: new Date(placed),
      paidAt: new Date(at),
      delivery: { method: 'ship', payBy: 'vietqr' },
      history: [{ state: 'paid', at: new Date(at), by: 'bank' }],
      shippingVnd: 0,
      totalVnd: 1000,
    });
    await OrderModel.collection.insertMany([
      paid('LATE', '2032-02-01T05:00:00Z', '2032-08-10T05:00:00Z'),
      paid('SOON', '2032-06-01T05:00:00Z', '2032-08-10T05:00:00Z'),
    ]);
    const period = { from: '2032-08-01', to: '2032-08-31' };
    const told: string[] = [];
    for await (const { when, text } of factsBehind('P1', period, later)) if (insideOf(period)(when)) told.push(text);
    expect(told).toEqual(['SOON']);
    expect(figure(await count(period.from, period.to), 'P1')?.value).toBe(1000);
  });
});

describe('the list of looks', () => {
  it('is as long as the days are many', async () => {
    const ids = Array.from({ length: 8 }, (_, n) => `2030-${n}`);
    const days = Array.from({ length: 300 }, (_, n) => new Date(Date.UTC(2030, 0, 1 + n)).toISOString().slice(0, 10));
    const looks = days.flatMap((day) =>
      ids.map((productId) => ({ _id: `${day} ${productId}`, productId, people: 1, previews: 0, robots: 0 })),
    );
    await ScanDayModel.collection.insertMany(looks as never);
    const period = { from: '2030-01-01', to: '2030-12-31' };
    let sum = 0;
    for await (const { amount } of factsBehind('T2-scans', period, later)) sum += amount;
    expect(sum).toBe(2400);
    expect(figure(await count(period.from, period.to), 'T2-scans')?.value).toBe(2400);
  });
});

describe('what nobody knows', () => {
  it('is null and never nought', async () => {
    const long = await count('2015-01-01', '2015-12-31');
    for (const id of ['E3', 'P1', 'T2-scans', 'E4', 'T3', 'D1']) expect(figure(long, id)?.value).toBeNull();
    expect(figure(await count('2028-01-01', '2028-12-31'), 'D1')?.value).toBeNull();
    expect(figure(await count('2028-01-01', '2028-12-31'), 'E1')?.denominator).toBeNull();
  });

  it('is told once the officer has typed it, for the days that were meant', async () => {
    const { actor } = commune.officer;
    const typed = { note: null, to: null };
    await keepFigure(actor, { ...typed, key: 'E1.total', from: '2028-01-15', value: 40 }, noon);
    await keepFigure(actor, { ...typed, key: 'D1.trained', from: '2028-03-01', to: '2028-03-31', value: 25 }, noon);
    await keepFigure(actor, { ...typed, key: 'D1.trained', from: '2028-03-01', to: '2028-03-31', value: 26 }, noon);
    expect(figure(await count('2027-12-01', '2027-12-31'), 'E1')?.denominator).toBeNull();
    expect(figure(await count('2028-03-01', '2028-03-31'), 'E1')).toMatchObject({ value: 3, denominator: 40 });
    expect(figure(await count('2028-03-01', '2028-03-31'), 'D1')).toMatchObject({
      value: 26,
      previous: null,
      cumulated: 26,
    });
    expect(figure(await count('2028-03-02', '2028-03-31'), 'D1')?.value).toBeNull();
    const across = { ...typed, key: 'D1.trained', from: '2028-03-15', to: '2028-04-15', value: 3 };
    await expect(keepFigure(actor, across, noon)).rejects.toThrow('figure-overlaps');
    await expect(keepFigure(commune.household.actor, across, noon)).rejects.toThrow('not-for-your-role');
  });
});
