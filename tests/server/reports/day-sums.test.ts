import { Types } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { OrderModel } from '../../../server/orders/order-record.ts';
import { addDay } from '../../../server/provenance/scan-days.ts';
import { DaySumModel } from '../../../server/reports/day-sum.ts';
import { countIndicators } from '../../../server/reports/indicators.ts';
import { recheckSums } from '../../../server/reports/sources.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune } from '../identity/makers.ts';
import { aYear, byHand, type Noted, vietnameseDay } from './a-year.ts';

useDatabase();

let product: Product;
let noted: Noted[];

beforeAll(async () => {
  const { household } = await aCommune();
  const packs = [{ name: 'Gói', netQuantity: { value: 500, unit: 'g' }, priceVnd: 60_000 }];
  product = await addProduct(household.actor, { name: 'Miến', kind: 'mien-dong', packs }, new Date(0));
  noted = await aYear([product], { orders: 200, batches: 40, looks: 100 }, 5);
});

const later = new Date('2029-01-15T05:00:00Z');
const count = (from: string, to: string) => countIndicators({ from, to }, {}, later);

const valueOf = ({ rows }: Awaited<ReturnType<typeof count>>, id: string): number =>
  rows.find(({ indicator }) => indicator.id === id)?.value ?? 0;

describe('the sums kept of each day', () => {
  const year = () => count('2028-01-01', '2028-12-31');
  const told = async (id: string) => valueOf(await year(), id);
  const orderPlaced = (filter: object) =>
    OrderModel.collection.findOne({
      placedAt: { $gte: new Date('2028-02-01'), $lt: new Date('2028-11-01') },
      ...filter,
    });

  it('are as counted by hand month by month, and only an unchanged day is not counted again', async () => {
    const { groups } = await year();
    expect(groups.month.map(({ key }) => key)).toEqual(
      Array.from({ length: 12 }, (_, n) => `2028-${String(n + 1).padStart(2, '0')}`),
    );
    for (const { key, figures } of groups.month)
      for (const what of ['E3', 'P1', 'T2', 'T2-scans'] as const)
        expect({ key, what, figure: figures[what] }).toEqual({
          key,
          what,
          figure: byHand(noted, what, { from: `${key}-01`, to: `${key}-31` }),
        });
    const kept = await DaySumModel.countDocuments();
    await year();
    expect(await DaySumModel.countDocuments()).toBe(kept);
  });

  it('follow an order that is cancelled, paid or placed later, a batch and a look', async () => {
    const before = { E3: await told('E3'), P1: await told('P1'), T2: await told('T2'), scans: await told('T2-scans') };
    const placed = await orderPlaced({ state: 'placed', stall: null, 'delivery.payBy': 'vietqr' });
    const paid = await orderPlaced({ state: 'paid', stall: null });
    const changedAt = new Date('2028-12-20T05:00:00Z');
    await OrderModel.collection.updateOne({ _id: paid?._id }, { $set: { state: 'cancelled', changedAt } });
    expect(await told('E3')).toBe(before.E3 - 1);
    await OrderModel.collection.updateOne(
      { _id: placed?._id },
      { $set: { paidAt: placed?.placedAt, state: 'paid', changedAt } },
    );
    expect(await told('P1')).toBe(before.P1 + placed?.totalVnd);
    await OrderModel.collection.insertOne({ ...placed, _id: new Types.ObjectId(), number: 'NEW', changedAt });
    expect(await told('E3')).toBe(before.E3);
    const batch = { code: 'BNEW', lot: 'BNEW', productId: product.id, sellerId: product.sellerId, kind: 'mien-dong' };
    await BatchModel.collection.insertOne({ ...batch, createdAt: new Date('2028-12-31T16:59:59Z') });
    expect(await told('T2')).toBe(before.T2 + 1);
    const day = { _id: `2029-01-15 ${product.id}`, productId: product.id, previews: 0, robots: 0 };
    const scansNow = async () => valueOf(await count('2029-01-15', '2029-01-15'), 'T2-scans');
    const scans = await scansNow();
    for (let look = 1; look <= 2; look += 1) {
      await addDay({ ...day, people: 1 });
      expect(await scansNow()).toBe(scans + look);
    }
  });

  it('are put right in the background where a change bore an older time', async () => {
    const before = await told('E3');
    const order = await orderPlaced({ state: 'delivered', stall: null });
    await OrderModel.collection.updateOne(
      { _id: order?._id },
      { $set: { state: 'cancelled', changedAt: new Date(0) } },
    );
    expect(await told('E3')).toBe(before);
    // One day each time, in a round: as if all others had had their turn.
    const its = `orders ${vietnameseDay(order?.placedAt)}`;
    await DaySumModel.deleteMany({ $or: [{ _id: { $lt: its } }, { _id: { $gt: its } }] });
    for (let turn = 0; turn < 2; turn += 1) await recheckSums(later);
    expect(await told('E3')).toBe(before - 1);
  });
});
