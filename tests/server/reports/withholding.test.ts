import { beforeAll, describe, expect, it } from 'vitest';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { chooseTaxGroup } from '../../../server/reports/tax-choices.ts';
import { withholdingList } from '../../../server/reports/withholding.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';
import { failedParcels, partBack as part } from './order-records.ts';

useDatabase();

const { browser } = testApp();
let commune: Commune;
let noodles: string;
const february = { from: '2026-02-01', to: '2026-02-28' };

const order = (
  sellerId: string,
  number: string,
  { productId, history }: { productId: string; history: string[][] },
) => ({
  number,
  sellerId,
  state: history.at(-1)?.[0],
  items: [{ packId: 'g', productId, name: 'Miến', packName: 'Gói', quantity: 2, priceVnd: 60_000 }],
  delivery: { payBy: 'vietqr' },
  history: history.map(([state, at]) => ({ state, at: new Date(`${at}+07:00`), by: 'x' })),
  shippingVnd: 30_000,
  totalVnd: 150_000,
  placedAt: new Date('2026-01-30T00:00:00Z'),
});

beforeAll(async () => {
  commune = await aCommune();
  noodles = (await onSale(commune.household.actor, 1)).product.id;
  const { household, ours } = commune.sellers;
  const sold = (at: string) => [
    ['placed', '2026-01-30T08:00:00'],
    ['delivered', at],
  ];
  await OrderModel.collection.insertMany([
    order(household.id, 'DHA', { productId: noodles, history: sold('2026-01-31T23:59:59') }),
    order(household.id, 'DHB', { productId: noodles, history: sold('2026-02-01T00:00:00') }),
    order(household.id, 'DHC', { productId: noodles, history: sold('2026-02-28T23:59:59') }),
    order(household.id, 'DHD', { productId: noodles, history: sold('2026-03-01T00:00:00') }),
    // Handed over in January, taken back in February: set off.
    order(household.id, 'DHE', {
      productId: noodles,
      history: [...sold('2026-01-20T08:00:00'), ['refunded', '2026-02-10T08:00:00']],
    }),
    // Given back before it was handed over: never revenue.
    order(household.id, 'DHF', {
      productId: noodles,
      history: [
        ['placed', '2026-02-01T08:00:00'],
        ['refunded', '2026-02-02T08:00:00'],
      ],
    }),
    {
      ...order(household.id, 'DHI', {
        productId: noodles,
        history: [
          ['placed', '2026-03-30T08:00:00'],
          ['paid', '2026-03-30T09:00:00'],
          ['delivered', '2026-04-02T08:00:00'],
        ],
      }),
      refunds: [
        part('r1', '2026-03-31T08:00:00', 20_000),
        part('r2', '2026-04-05T08:00:00', 1000),
        part('r3', '2026-05-01T00:00:00', 5000),
      ],
    },
    ...failedParcels(household.id, '2026-06'),
    order(household.id, 'DHG', { productId: 'never-chosen', history: sold('2026-02-14T08:00:00') }),
    order(ours.id, 'DHH', { productId: 'of-a-cooperative', history: sold('2026-02-14T08:00:00') }),
  ] as never);
});

const officer = () => browser().set('Authorization', `Bearer ${commune.officer.token}`);

describe('the monthly list of a platform that withholds', () => {
  it('says no tax of goods whose group nobody has chosen', async () => {
    const lines = await withholdingList(february);
    expect(lines).toMatchObject([{ group: null, revenueVnd: 300_000, vatVnd: null, pitVnd: null }]);
    const { text } = await officer().get('/thue-khau-tru?thang=2026-02').expect(200);
    expect(text).toContain('Chưa chọn nhóm');
  });

  it('wants a reason for what is not taxed, and an officer for any choice', async () => {
    const page = await officer().get(`/thue-khau-tru/nhom/${noodles}`).expect(200);
    const send = (fields: object) =>
      officer()
        .post(`/thue-khau-tru/nhom/${noodles}`)
        .type('form')
        .send({ _key: formKey(page.text), ...fields });
    await send({ group: 'exempt' }).expect(422);
    await send({}).expect(422);
    await expect(
      chooseTaxGroup(commune.cooperative.actor, { productId: noodles, group: 'goods', reason: null }, noon),
    ).rejects.toMatchObject({ code: 'not-for-your-role' });
    await send({ group: 'production' }).expect(303);
  });

  it('counts by the day of handing over, less what came back, households alone', async () => {
    const lines = await withholdingList(february);
    const taxed = lines.find(({ group }) => group === 'production');
    // Two orders of 150.000 in February, one of January taken back: 3 % and 1.5 % of what is left.
    expect(taxed).toMatchObject({ revenueVnd: 150_000, vatVnd: 4500, pitVnd: 2250 });
    expect(taxed?.orders.map(({ number, amountVnd }) => [number, amountVnd]).sort()).toEqual([
      ['DHB', 150_000],
      ['DHC', 150_000],
      ['DHE', -150_000],
    ]);
    expect(lines).toHaveLength(2);
    expect(lines.flatMap(({ orders }) => orders).map(({ number }) => number)).not.toContain('DHH');
  });

  it('is less by the parts that went back, each in its month, and in none before the goods were handed over', async () => {
    const revenueIn = async (from: string, to: string) =>
      (await withholdingList({ from, to })).map(({ revenueVnd }) => revenueVnd);
    expect(await revenueIn('2026-03-01', '2026-03-31')).toEqual([150_000]);
    expect(await revenueIn('2026-04-01', '2026-04-30')).toEqual([129_000]);
    expect(await revenueIn('2026-05-01', '2026-05-31')).toEqual([-5000]);
  });

  it('has nothing of a parcel that reached nobody, in cash or paid, nor of its money that went back', async () => {
    expect(await withholdingList({ from: '2026-06-01', to: '2026-06-30' })).toEqual([]);
  });

  it('goes out in the twelve columns of the form, with its totals, and with the orders behind it', async () => {
    const { body } = await officer().get('/thue-khau-tru.xlsx?thang=2026-02').responseType('blob').expect(200);
    const [headings = [], ...rows] = readXlsx(body).rows;
    expect(headings).toHaveLength(12);
    expect(rows.find(([, name]) => JSON.stringify(name).includes('Tổng cộng'))?.slice(8)).toMatchObject([
      { number: 150_000 },
      { number: 4500 },
      { number: 2250 },
      { number: 6750 },
    ]);
    const orders = await officer().get('/thue-khau-tru-don.csv?thang=2026-02').expect(200);
    expect(orders.text.trim().split('\r\n')).toHaveLength(5);
    await browser().get('/thue-khau-tru.csv').expect(303);
    await browser().set('Authorization', `Bearer ${commune.household.token}`).get('/thue-khau-tru').expect(403);
  });
});
