import type { GoodsFigures } from '../catalog/goods-figures.ts';
import { dayMs, daysAfter } from '../days.ts';
import { dayOf } from '../format.ts';
import { labelsPrinted } from '../labels/label-figures.ts';
import { doubtsReceived } from '../provenance/doubt-figures.ts';
import { type ProductScans, scanDaysBetween, scansCountedSince, scansCountedUntil } from '../provenance/scan-days.ts';
import { batchesRegistered, batchesSpan, recallsSpoken } from '../traceability/batch-figures.ts';
import type { KeptSource } from './day-sums.ts';
import { type Fact, type FactSource, oneKind, type When } from './fact.ts';
import { findIndicator } from './indicator.ts';
import { startOf } from './period.ts';

/** T2: batches by the day they were registered. */
export const batchFacts: FactSource = async function* ({ since, until }) {
  for await (const { code, lot, sellerId, kind, createdAt } of batchesRegistered(since, until)) {
    const text = lot === code ? code : `${lot} (${code})`;
    yield { id: 'T2', sellerId, when: { at: createdAt }, amount: 1, kinds: oneKind(kind), text, url: `/lo/${code}` };
  }
};

/** The same, kept by the day. */
export const batchSums: KeptSource = {
  name: 'batches',
  first: async () => dayOrNull((await batchesSpan())?.first),
  byDay: async function* (span) {
    for await (const fact of batchFacts(span)) yield { day: dayIn(fact.when), fact };
  },
  reach: 0,
  changed: async (since) => {
    const last = (await batchesSpan())?.last ?? null;
    return { days: since === null || last === null ? new Set() : daysFrom(dayOf(since), dayOf(last)), last };
  },
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

/** T2-scans and beside them previews and robots, day by day, the latest first. */
export const scanFacts = (goods: readonly GoodsFigures[]): FactSource => {
  const known = knownGoods(goods);
  return async function* ({ from, to }) {
    for await (const { day, ...scans } of scanDaysBetween(from, to)) yield* ofScans(known, scans, { at: startOf(day) });
  };
};

/** The same, kept by the day. Looks are written down a moment after they happened: the day before the last asked for may still grow. */
export const scanSums = (goods: readonly GoodsFigures[], at: Date): KeptSource => ({
  name: 'scans',
  first: scansCountedSince,
  byDay: async function* ({ from, to }) {
    const known = knownGoods(goods);
    for await (const { day, ...scans } of scanDaysBetween(from, to))
      for (const fact of ofScans(known, scans, { from: day, to: day })) yield { day, fact };
  },
  reach: 0,
  changed: async (since) => {
    const latest = await scansCountedUntil();
    const days = since === null || latest === null ? new Set<string>() : daysFrom(daysAfter(dayOf(since), -1), latest);
    return { days, last: at };
  },
});

const knownGoods = (goods: readonly GoodsFigures[]) => new Map(goods.map((one) => [one.id, one]));

const dayOrNull = (at: Date | undefined): string | null => (at ? dayOf(at) : null);
const dayIn = (when: When): string => ('at' in when ? dayOf(when.at) : when.from);

function daysFrom(first: string, last: string): Set<string> {
  const days = new Set<string>();
  for (let day = first; day <= last; day = daysAfter(day, 1)) days.add(day);
  return days;
}

function* ofScans(known: ReadonlyMap<string, GoodsFigures>, scans: ProductScans, when: When): Generator<Fact> {
  const product = known.get(scans.productId);
  const shared = {
    sellerId: product?.sellerId ?? null,
    when,
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
