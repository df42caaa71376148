import { models, Types } from 'mongoose';
import { ProductModel } from '../../server/catalog/product.ts';
import { makeIndexes } from '../../server/database/indexes.ts';
import { lookAround, type Search } from '../../server/storefront/market.ts';
import { BatchModel } from '../../server/traceability/batch-record.ts';
import { aVillage } from '../server/traceability/makers.ts';
import { inOwnDatabase } from './own-database.ts';
import { atMost, median, type Row } from './row.ts';

const goods = Number(process.env.SIZES ?? 10_000);
const mostMs = 200;
const at = new Date('2026-11-16T05:00:00Z');

/** What a buyer may ask the market for, of ten thousand goods: nearly all left, and hardly any. */
export async function goodsBench(): Promise<Row[]> {
  return inOwnDatabase('goods', async () => {
    const { farmer } = await aVillage();
    await fill(farmer.sellerId ?? '');
    await makeIndexes(Object.values(models));
    const many = await rows('nearly all of it left');
    const sold = Array.from({ length: goods }, (_, n) => n).filter((n) => n % 100 !== 1);
    await BatchModel.updateMany(
      { code: { $in: sold.map(codeOf) } },
      { $set: { 'stock.0.free': 0, 'stock.0.onHand': 0 } },
    );
    return [...many, ...(await rows('one in a hundred left'))];
  });
}

const asked: Record<string, Search> = {
  newest: {},
  cheapest: { order: 'cheapest' },
  'what is left': { onlyLeft: true },
  'the cheapest of what is left': { order: 'cheapest', onlyLeft: true },
  'what is left of words': { search: 'so 77', onlyLeft: true },
};

async function rows(stock: string): Promise<Row[]> {
  const made: Row[] = [];
  for (const [name, search] of Object.entries(asked)) {
    const ms = await time(() => lookAround(search, at));
    made.push(atMost(`${name}, ${stock}, as a share of ${mostMs} ms`, ms / mostMs, 1, `${ms.toFixed(0)} ms`));
  }
  return made;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

async function fill(sellerId: string): Promise<void> {
  for (let start = 0; start < goods; start += 500) {
    const numbers = Array.from({ length: 500 }, (_, n) => start + n);
    const made = numbers.map((n) => aProduct(n, sellerId));
    await ProductModel.collection.insertMany(made);
    await BatchModel.collection.insertMany(
      made.map(({ _id }, n) => aBatch(start + n, _id.toHexString(), sellerId)) as never,
    );
  }
}

const aProduct = (n: number, sellerId: string) => ({
  _id: new Types.ObjectId(),
  slug: `hang-${n}`,
  name: `Hàng số ${n}`,
  folded: `hang so ${n} mien-dong`,
  kind: 'mien-dong',
  sellerId,
  packs: [
    {
      packId: `p${n}`,
      name: 'Gói',
      netQuantity: { value: 500, unit: 'g' },
      priceVnd: 10_000 + (n % 977) * 100,
      retiredAt: null,
    },
  ],
  photoId: null,
  description: null,
  needsInspection: false,
  version: 0,
  createdAt: at,
});

const codeOf = (n: number): string => `C${String(n).padStart(7, '0')}`;

const aBatch = (n: number, productId: string, sellerId: string) => ({
  code: codeOf(n),
  lot: `L${String(n).padStart(7, '0')}`,
  productId,
  sellerId,
  kind: 'mien-dong',
  state: 'open',
  quantity: { value: 10, unit: 'kg' },
  producedOn: '2026-11-01',
  expiresOn: n % 10 === 0 ? '2026-11-10' : '2027-11-01',
  inputs: [],
  registeredPacks: [],
  limits: [],
  stock: [{ packId: `p${n}`, onHand: 20, free: 20, sold: 0 }],
  holds: [],
  events: Array.from({ length: 5 }, (_, e) => ({
    id: `${n}-${e}`,
    stage: 'sun-drying',
    occurredAt: at,
    recordedAt: at,
    measurements: [],
    note: 'Phơi nắng cả ngày',
    photoIds: [],
    hash: 'x'.repeat(64),
    previousHash: 'x'.repeat(64),
  })),
  head: 'x',
  gate: 'open',
  outside: false,
  createdAt: at,
});
