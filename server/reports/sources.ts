import { type GoodsFigures, goodsFigures } from '../catalog/goods-figures.ts';
import { dayOf } from '../format.ts';
import { firstOrderAt } from '../orders/order-figures.ts';
import { firstTrainingDay } from '../outreach/trainings.ts';
import { scansCountedSince } from '../provenance/scan-days.ts';
import { type KeptSource, keptFacts, recheckDaySum } from './day-sums.ts';
import { eachOnce, type Fact, type FactSource, spanOf } from './fact.ts';
import { accountFacts, goodsFacts } from './goods-facts.ts';
import { type KindOf, orderSums, ordersFacts } from './order-facts.ts';
import type { Period } from './period.ts';
import { batchFacts, batchSums, incidentFacts, labelFacts, scanFacts, scanSums } from './trace-facts.ts';
import { trainingFacts } from './training-facts.ts';

/** Where the figures come from: each source with the figures that are counted from it. */
interface Source {
  ids: readonly string[];
  /** one by one, for the list behind a figure */
  facts: FactSource;
  /** the same, kept by the day, where there are many */
  sums?: KeptSource;
}

const scanIds: readonly string[] = ['T2-scans', 'T2-previews', 'T2-robots'];

function sourcesOf(goods: readonly GoodsFigures[], at: Date): Source[] {
  const kinds = new Map(goods.map(({ id, kind }) => [id, kind]));
  const kindOf: KindOf = (productId) => kinds.get(productId) ?? null;
  return [
    { ids: ['E1', 'E2', 'T1', 'O1', 'O1-3', 'O1-4', 'O1-5', 'O1-ending'], facts: goodsFacts(goods) },
    { ids: ['E3', 'E3-value', 'P1', 'P1-count', 'P1-cash'], facts: ordersFacts(kindOf), sums: orderSums(kindOf) },
    { ids: ['P2'], facts: accountFacts(at) },
    { ids: ['T2'], facts: batchFacts, sums: batchSums },
    { ids: scanIds, facts: scanFacts(goods), sums: scanSums(goods, at) },
    { ids: ['T2-labels'], facts: labelFacts },
    { ids: ['T4', 'T4-doubts', 'T4-answered'], facts: incidentFacts },
    { ids: ['D1'], facts: trainingFacts },
  ];
}

/** The facts that one figure of a period is counted from, in the order they come. */
export async function* factsBehind(id: string, period: Period, at: Date): AsyncGenerator<Fact> {
  const goods = await goodsFigures();
  const counted = eachOnce();
  for (const { facts } of sourcesOf(goods, at).filter(({ ids }) => ids.includes(id))) {
    for await (const fact of facts(spanOf(period))) if (fact.id === id && counted(fact)) yield fact;
  }
}

/** All that may count in a period, of each source what is kept where anything is: for sums, for its texts are not. */
export async function* factsIn(period: Period, goods: readonly GoodsFigures[], at: Date): AsyncGenerator<Fact> {
  for (const { facts, sums } of sourcesOf(goods, at)) yield* sums ? keptFacts(sums, period) : facts(spanOf(period));
}

/** Counts a kept day again (`recheckDaySum`). */
export async function recheckSums(at: Date): Promise<void> {
  const goods = await goodsFigures();
  await recheckDaySum(sourcesOf(goods, at).flatMap(({ sums }) => (sums ? [sums] : [])));
}

/** The first day from which a figure is known; null while nothing is. What nobody recorded is not nought. */
export type KnownSince = (id: string) => string | null;

export async function knownSince(goods: readonly GoodsFigures[]): Promise<KnownSince> {
  const [order, scans, training] = await Promise.all([firstOrderAt(), scansCountedSince(), firstTrainingDay()]);
  const begun = goods.map(({ since }) => dayOf(since)).sort()[0] ?? null;
  const ordered = order && dayOf(order);
  return (id) => {
    if (scanIds.includes(id)) return scans;
    if (id === 'D1') return training;
    return /^(?:E3|P1)/.test(id) ? ordered : begun;
  };
}
