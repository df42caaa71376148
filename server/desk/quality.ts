import type { Actor } from '../actor.ts';
import { type OpenDoubts, openDoubts } from '../provenance/open-doubts.ts';
import type { Batch } from '../traceability/batches.ts';
import { type Ask, asksOf, countWatched, seenBatches, watchedBatches } from '../traceability/quality.ts';
import { publicStory, type StoryStep } from '../traceability/timeline.ts';
import { namesOf } from './names.ts';

/** outside: a measurement outside its limit; untested: an inspection is missing; balance: it asks; doubted: buyers doubt it. */
export const concerns = ['outside', 'untested', 'balance', 'doubted'] as const;
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
  /** What its balance asks; null where it does not. */
  ask: Ask | null;
}

/** What one page shows: the rows of a concern, as `qualityRows`, and how many batches each has, as `qualityCounts`. */
export async function qualityPage(
  actor: Actor,
  query: QualityQuery,
): Promise<{ found: WatchedRow[]; counts: Record<Concern, number> }> {
  const doubted = await openDoubts(actor);
  const [found, counts] = await Promise.all([rowsOf(actor, query, doubted), countsOf(actor, doubted)]);
  return { found, counts };
}

/** The batches of one concern that the actor may see, newest first (doubted ones: latest doubt first, all at once). */
export const qualityRows = async (actor: Actor, query: QualityQuery): Promise<WatchedRow[]> =>
  rowsOf(actor, query, await openDoubts(actor));

/** How many batches each concern has. */
export const qualityCounts = async (actor: Actor): Promise<Record<Concern, number>> =>
  countsOf(actor, await openDoubts(actor));

async function rowsOf(actor: Actor, query: QualityQuery, doubted: readonly OpenDoubts[]): Promise<WatchedRow[]> {
  const doubts = new Map(doubted.map(({ code, count }) => [code, count]));
  const batches = await batchesOf(actor, query, [...doubts.keys()]);
  const [names, asks] = await Promise.all([namesOf(batches), asksOf(batches.map(({ code }) => code))]);
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
    ask: asking(asks.get(batch.code)),
  }));
}

const asking = (ask: Ask | undefined): Ask | null => (ask === undefined || ask.verdict === 'even' ? null : ask);

async function countsOf(actor: Actor, doubted: readonly OpenDoubts[]): Promise<Record<Concern, number>> {
  const [outside, untested, balance] = await Promise.all([
    countWatched(actor, 'outside'),
    countWatched(actor, 'untested'),
    countWatched(actor, 'balance'),
  ]);
  return { outside, untested, balance, doubted: doubted.length };
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
