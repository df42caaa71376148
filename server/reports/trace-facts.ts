import type { GoodsFigures } from '../catalog/goods-figures.ts';
import { dayMs } from '../days.ts';
import { labelsPrinted } from '../labels/label-figures.ts';
import { doubtsReceived } from '../provenance/doubt-figures.ts';
import { type ProductScans, scanDaysBetween, scansBetween } from '../provenance/scan-days.ts';
import { batchesRegistered, recallsSpoken } from '../traceability/batch-figures.ts';
import { type Fact, type FactSource, oneKind } from './fact.ts';
import { findIndicator } from './indicator.ts';
import { type Period, startOf } from './period.ts';

/** T2: batches by the day they were registered. */
export const batchFacts: FactSource = async function* ({ since, until }) {
  for await (const { code, lot, sellerId, kind, createdAt } of batchesRegistered(since, until)) {
    const text = lot === code ? code : `${lot} (${code})`;
    yield { id: 'T2', sellerId, when: { at: createdAt }, amount: 1, kinds: oneKind(kind), text, url: `/lo/${code}` };
  }
};

/** T2-labels: labels by the day they were printed. */
export const labelFacts: FactSource = async function* ({ since, until }) {
  for await (const { batchCode, product, sellerId, labels, at } of labelsPrinted(since, until))
    yield {
      id: 'T2-labels',
      sellerId,
      when: { at },
      amount: labels,
      kinds: new Map(),
      text: `${product} (${batchCode})`,
      url: `/lo/${batchCode}`,
    };
};

/** T4: recalls and doubts. */
export const incidentFacts: FactSource = async function* ({ since, until }) {
  for (const { title, at, sellerIds } of await recallsSpoken(since, until)) {
    const sellerId = sellerIds.length === 1 ? (sellerIds[0] ?? null) : null;
    yield { id: 'T4', sellerId, when: { at }, amount: 1, kinds: new Map(), text: title, url: '/thu-hoi' };
  }
  const days = findIndicator('T4-answered')?.withinDays ?? 0;
  for (const { code, sellerId, at, closedAt } of await doubtsReceived(since, until)) {
    const shared = { sellerId, when: { at }, amount: 1, kinds: new Map<string, number>(), text: code, url: '/hop-thu' };
    yield { ...shared, id: 'T4-doubts' };
    if (closedAt !== null && closedAt.getTime() - at.getTime() <= days * dayMs) yield { ...shared, id: 'T4-answered' };
  }
};

/** Scans of whole periods: one sum a product, so that a year costs no more memory than a day. */
export async function* scanFacts(goods: readonly GoodsFigures[], { from, to }: Period): AsyncGenerator<Fact> {
  const known = new Map(goods.map((one) => [one.id, one]));
  for (const scans of await scansBetween(from, to)) yield* ofScans(known, scans, startOf(to));
}

/** The same day by day, the latest first. */
export async function* scanDayFacts(goods: readonly GoodsFigures[], { from, to }: Period): AsyncGenerator<Fact> {
  const known = new Map(goods.map((one) => [one.id, one]));
  for await (const { day, ...scans } of scanDaysBetween(from, to)) yield* ofScans(known, scans, startOf(day));
}

function* ofScans(known: ReadonlyMap<string, GoodsFigures>, scans: ProductScans, at: Date): Generator<Fact> {
  const product = known.get(scans.productId);
  const shared = {
    sellerId: product?.sellerId ?? null,
    when: { at },
    text: product?.name ?? scans.productId,
    url: product ? `/san-pham/${product.slug}` : null,
  };
  const counted = [
    ['T2-scans', scans.people],
    ['T2-previews', scans.previews],
    ['T2-robots', scans.robots],
  ] as const;
  for (const [id, amount] of counted)
    if (amount > 0) yield { ...shared, id, amount, kinds: oneKind(product?.kind ?? null, amount) };
}
