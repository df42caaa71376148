import type { Actor } from '../actor.ts';
import { openDoubts } from '../provenance/open-doubts.ts';
import type { Batch } from '../traceability/batches.ts';
import { countWatched, seenBatches, watchedBatches } from '../traceability/quality.ts';
import { publicStory, type StoryStep } from '../traceability/timeline.ts';
import { namesOf } from './names.ts';

/** outside: a measurement outside its limit; untested: an inspection is missing; doubted: buyers doubt it. */
export const concerns = ['outside', 'untested', 'doubted'] as const;
export type Concern = (typeof concerns)[number];

export interface QualityQuery {
  concern: Concern;
  kind?: string | undefined;
  sellerId?: string | undefined;
  limit: number;
  after?: string | undefined;
}

/** What was found outside, in words that need no catalogue: name, value and unit as recorded. */
export interface Breach {
  name: StoryStep['name'] | string;
  value: number | string;
  unit: StoryStep['name'] | string;
}

/** A batch that somebody should look at, and why. */
export interface WatchedRow {
  code: string;
  lot: string;
  product: string;
  seller: string;
  /** YYYY-MM-DD */
  producedOn: string;
  recalled: boolean;
  gate: Batch['gate'];
  onHand: number;
  breaches: Breach[];
  /** Not looked into yet. */
  doubts: number;
}

/** The batches of one concern that the actor may see, newest first (doubted ones: latest doubt first, all at once). */
export async function qualityRows(actor: Actor, query: QualityQuery): Promise<WatchedRow[]> {
  const doubts = new Map((await openDoubts(actor)).map(({ code, count }) => [code, count]));
  const batches = await batchesOf(actor, query, [...doubts.keys()]);
  const names = await namesOf(batches);
  return batches.map((batch) => ({
    code: batch.code,
    lot: batch.lot,
    product: names.get(batch.productId) ?? '',
    seller: names.get(batch.sellerId) ?? '',
    producedOn: batch.producedOn,
    recalled: batch.state === 'recalled',
    gate: batch.gate,
    onHand: batch.stock.reduce((sum, row) => sum + row.onHand, 0),
    breaches: publicStory(batch).flatMap(breachesIn),
    doubts: doubts.get(batch.code) ?? 0,
  }));
}

/** How many batches each concern has; beyond 100 nobody counts any more. */
export async function qualityCounts(actor: Actor): Promise<Record<Concern, number>> {
  const [outside, untested, doubted] = await Promise.all([
    countWatched(actor, 'outside'),
    countWatched(actor, 'untested'),
    openDoubts(actor, 100),
  ]);
  return { outside, untested, doubted: doubted.length };
}

async function batchesOf(actor: Actor, query: QualityQuery, doubted: readonly string[]): Promise<Batch[]> {
  const { concern, kind, sellerId } = query;
  if (concern !== 'doubted') return watchedBatches(actor, { ...query, concern });
  const batches = await seenBatches(actor, doubted);
  const isWanted = (batch: Batch): boolean =>
    (kind === undefined || batch.kind === kind) && (sellerId === undefined || batch.sellerId === sellerId);
  return batches.filter(isWanted);
}

const breachesIn = ({ measurements, findings }: StoryStep): Breach[] => [
  ...measurements
    .filter(({ verdict }) => verdict === 'outside')
    .map(({ name, value, unitName }) => ({ name, value, unit: unitName })),
  ...findings.filter(({ verdict }) => verdict === 'outside').map(({ name, value, unit }) => ({ name, value, unit })),
];
