import { execFileSync } from 'node:child_process';
import type { Actor } from '../../server/actor.ts';
import { listEntries } from '../../server/audit/entries.ts';
import { tallyFor } from '../../server/desk/tally.ts';
import { listRuns } from '../../server/labels/run-search.ts';
import { listOrders } from '../../server/orders/orders.ts';
import { listDoubts } from '../../server/provenance/doubts.ts';
import { listScans } from '../../server/provenance/scan-list.ts';
import { countIndicators } from '../../server/reports/indicators.ts';
import { fromRoot } from '../../server/root.ts';
import { listBatches } from '../../server/traceability/batches.ts';
import { aVillage } from '../server/traceability/makers.ts';
import { inOwnDatabase } from './own-database.ts';
import { fill, padded } from './reports-fill.ts';
import { atMost, median, type Row } from './row.ts';

const [small = 1000, large = 100_000] = (process.env.SIZES ?? '1000,100000').split(',').map(Number);
const most = 1.3;
const mostMs = 200;
const at = new Date('2026-11-16T05:00:00Z');
const month = { from: '2026-10-12', to: '2026-11-12' };

/**
 * What the desks list and the commune counts in a market with a thousand orders and batches, and in the same one grown older, with
 * a hundred thousand: one an hour, so that a year holds 8760. Every list is told by the slowest of what its page asks. Then the figures
 * of a year in which a million scans were counted, in a process of its own, for its memory.
 */
export async function reportsBench(): Promise<Row[]> {
  const lists = await inOwnDatabase('reports', async () => {
    const { commune, farmer, product } = await aVillage();
    const goods = { sellerId: farmer.sellerId ?? '', productId: product.id };
    await fill(goods, 0, small);
    const before = await measureAll(commune.officer.actor, farmer);
    await fill(goods, small, large);
    const after = await measureAll(commune.officer.actor, farmer);
    return Object.keys(before).flatMap((name) => rowsOf(name, before[name] ?? 0, after[name] ?? 0));
  });
  return [...lists, ...yearRows()];
}

/** A year of a million scans, against two seconds; and against the same year with as many days and goods but a tenth of the scans. */
function yearRows(): Row[] {
  const [tenth, whole] = [100_000, 1_000_000].map(yearOf) as [Year, Year];
  const told = ({ firstMs, nextMs, peakMb }: Year) =>
    `first ${firstMs.toFixed(0)} ms, then ${nextMs.toFixed(0)} ms, at most ${peakMb.toFixed(0)} MB by the whole process`;
  return [
    atMost(
      'year of 1000000 scans, as a share of 2 s, counted for the first time',
      whole.firstMs / 2000,
      1,
      told(whole),
    ),
    atMost('year of 1000000 scans, as a share of 2 s, kept by the day', whole.nextMs / 2000, 1, told(whole)),
    atMost('memory at 1000000 scans, as a multiple of 100000', whole.peakMb / tenth.peakMb, most, told(tenth)),
  ];
}

interface Year {
  firstMs: number;
  nextMs: number;
  peakMb: number;
}

const yearOf = (scans: number): Year =>
  JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', fromRoot('tests/bench/reports-year.ts'), String(scans)], {
      encoding: 'utf8',
    }),
  ) as Year;

const rowsOf = (name: string, before: number, after: number): Row[] => [
  atMost(
    `${name} at ${large}, as a multiple of ${small}`,
    after / before,
    most,
    `${before.toFixed(1)} → ${after.toFixed(1)} ms`,
  ),
  atMost(`${name} at ${large}, as a share of ${mostMs} ms`, after / mostMs, 1, `${after.toFixed(1)} ms`),
];

/** What a page asks of its room, without drawing it; for lists their first page, a search and days. */
async function measureAll(officer: Actor, farmer: Actor): Promise<Record<string, number>> {
  const days = { since: new Date('2026-11-01'), until: new Date('2026-11-08') };
  return {
    desk: await time(() => tallyFor(farmer, at)),
    "officer's desk": await time(() => tallyFor(officer, at)),
    'order list': await slowest([
      () => listOrders(farmer, { list: 'delivered', limit: 21 }),
      () => listOrders(officer, { limit: 21 }),
      () => listOrders(farmer, { limit: 21, words: 'mien' }),
      () => listOrders(farmer, { limit: 21, words: 'nguyen hoa' }),
      () => listOrders(officer, { limit: 21, words: `N${padded(500)}` }),
      () => listOrders(officer, { limit: 21, ...days }),
    ]),
    'batch list': await slowest([
      () => listBatches(officer, { limit: 21 }),
      () => listBatches(farmer, { limit: 21, words: 'mien' }),
      () => listBatches(officer, { limit: 21, words: `B${padded(500)}` }),
      () => listBatches(officer, { limit: 21, ...days }),
      () => listBatches(officer, { limit: 21, state: 'recalled' }),
    ]),
    'list of label runs': await slowest([
      () => listRuns(officer, { limit: 21 }),
      () => listRuns(farmer, { limit: 21, words: 'mien' }),
      () => listRuns(officer, { limit: 21, words: `B${padded(500)}` }),
      () => listRuns(farmer, { limit: 21, ...days }),
      () => listRuns(farmer, { limit: 21, state: 'failed' }),
    ]),
    'list of doubts': await slowest([
      () => listDoubts(officer, { limit: 31, state: 'open' }),
      () => listDoubts(farmer, { limit: 31, state: 'closed' }),
      () => listDoubts(officer, { limit: 31, words: 'mau lạ', state: 'closed' }),
      () => listDoubts(officer, { limit: 31, words: 'không ai viết', state: 'closed' }),
      () => listDoubts(officer, { limit: 31, ...days }),
    ]),
    'list of scans': await slowest([
      () => listScans(officer, { from: null, to: null, after: null, words: '', limit: 51 }),
      () => listScans(farmer, { from: null, to: null, after: null, words: 'mien', limit: 51 }),
      () => listScans(farmer, { from: '2026-11-01', to: '2026-11-08', after: null, words: '', limit: 51 }),
    ]),
    'list of changes': await slowest([
      () => listEntries(officer, { ...noDays, words: '' }),
      () => listEntries(officer, { ...noDays, words: `B${padded(500)}` }),
      () => listEntries(farmer, { ...noDays, words: 'mien' }),
    ]),
    'figures of a month': await time(() => countIndicators(month, {}, at)),
  };
}

const noDays = { limit: 51, after: null, since: null, until: null };

async function slowest(works: readonly (() => Promise<unknown>)[]): Promise<number> {
  let longest = 0;
  for (const work of works) longest = Math.max(longest, await time(work));
  return longest;
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
