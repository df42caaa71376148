import { Types } from 'mongoose';
import type { Actor } from '../../server/actor.ts';
import { tallyFor } from '../../server/desk/tally.ts';
import { OrderModel } from '../../server/orders/order-record.ts';
import { listOrders } from '../../server/orders/orders.ts';
import { ScanDayModel } from '../../server/provenance/scan-day.ts';
import { countIndicators } from '../../server/reports/indicators.ts';
import { BatchModel } from '../../server/traceability/batch-record.ts';
import { listBatches } from '../../server/traceability/batches.ts';
import { aVillage } from '../server/traceability/makers.ts';
import { inOwnDatabase } from './own-database.ts';
import { atMost, median, type Row } from './row.ts';

const [small = 1000, large = 100_000] = (process.env.SIZES ?? '1000,100000').split(',').map(Number);
const most = 1.3;
const scans = 1_000_000;
const at = new Date('2026-11-16T05:00:00Z');
const month = { from: '2026-10-12', to: '2026-11-12' };
const year = { from: '2026-01-01', to: '2026-12-31' };

/**
 * What the desks list and the commune counts in a market with a thousand orders and batches, and in the same one grown older, with
 * a hundred thousand: one an hour. Then the figures of a year in which a million scans were counted.
 */
export async function reportsBench(): Promise<Row[]> {
  return inOwnDatabase('reports', async () => {
    const { commune, farmer, product } = await aVillage();
    const goods = { sellerId: farmer.sellerId ?? '', productId: product.id };
    await fill(goods, 0, small);
    const before = await measureAll(commune.officer.actor, farmer);
    await fill(goods, small, large);
    const after = await measureAll(commune.officer.actor, farmer);
    return [...Object.keys(before).map((name) => rowOf(name, before[name] ?? 0, after[name] ?? 0)), await yearRow()];
  });
}

/** Of the year alone, as a share of two seconds. */
async function yearRow(): Promise<Row> {
  const products = 60;
  const perDay = Math.round(scans / products / 365);
  const days = Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const ids = Array.from({ length: products }, () => new Types.ObjectId().toHexString());
  for (const day of days)
    await ScanDayModel.collection.insertMany(
      ids.map((productId) => ({
        _id: `${day} ${productId}`,
        productId,
        people: perDay,
        previews: 1,
        robots: 2,
      })) as never,
    );
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const ms = await time(() => countIndicators(year, {}, at));
  const grown = (process.memoryUsage().heapUsed - heap) / 1024 / 1024;
  const detail = `${ms.toFixed(0)} ms, heap ${grown.toFixed(0)} MB more`;
  return atMost(`figures of a year with ${scans} scans, as a share of 2 s`, ms / 2000, 1, detail);
}

const rowOf = (name: string, before: number, after: number): Row =>
  atMost(
    `${name} at ${large}, as a multiple of ${small}`,
    after / before,
    most,
    `${before.toFixed(1)} → ${after.toFixed(1)} ms`,
  );

async function measureAll(officer: Actor, farmer: Actor): Promise<Record<string, number>> {
  return {
    desk: await time(() => tallyFor(farmer, at)),
    'order list': await time(() => listOrders(farmer, { list: 'delivered', limit: 21 })),
    'batch list': await time(() => listBatches(officer, { limit: 21 })),
    'figures of a month': await time(() => countIndicators(month, {}, at)),
  };
}

/** Milliseconds, the median of five after one that warms. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return median(taken.slice(1));
}

/** Orders and batches from the `from`th to the `until`th, each some minutes older than the one before. */
async function fill(goods: { sellerId: string; productId: string }, from: number, until: number): Promise<void> {
  for (let start = from; start < until; start += 200) {
    const numbers = Array.from({ length: Math.min(200, until - start) }, (_, n) => start + n);
    await OrderModel.collection.insertMany(numbers.map((n) => anOrder(n, goods)));
    await BatchModel.collection.insertMany(numbers.map((n) => aBatch(n, goods)));
  }
}

const placed = (n: number): Date => new Date(at.getTime() - n * 60 * 60_000);
const padded = (n: number): string => String(n).padStart(7, '0');

const anOrder = (n: number, { sellerId, productId }: { sellerId: string; productId: string }) => {
  const when = placed(n);
  const steps = ['placed', 'paid', 'packed', 'delivered'];
  const item = { packId: 'g', productId, name: 'Miến', packName: 'Gói', quantity: 1, priceVnd: 60_000, taken: [] };
  return {
    _id: Types.ObjectId.createFromTime(Math.floor(when.getTime() / 1000)),
    number: `N${padded(n)}`,
    sellerId,
    state: 'delivered',
    items: [item],
    buyer: null,
    delivery: { method: 'ship', payBy: 'vietqr' },
    shippingVnd: 0,
    totalVnd: 60_000,
    placedAt: when,
    holdsUntil: when,
    paidAt: when,
    history: steps.map((state) => ({ state, at: when, by: 'bank' })),
    due: [],
    keyHash: '',
    changedAt: when,
  };
};

const aBatch = (n: number, goods: { sellerId: string; productId: string }) => ({
  _id: Types.ObjectId.createFromTime(Math.floor(placed(n).getTime() / 1000)),
  ...goods,
  code: `B${padded(n)}`,
  lot: `B${padded(n)}`,
  kind: 'mien-dong',
  state: 'open',
  quantity: { value: 10, unit: 'kg' },
  producedOn: '2026-11-10',
  expiresOn: null,
  inputs: [],
  registeredPacks: [],
  limits: [],
  stock: [],
  holds: [],
  events: [],
  head: '',
  recall: null,
  gate: 'open',
  outside: false,
  certified: false,
  nextUnit: 1,
  createdAt: placed(n),
});
