import { type GoodsFigures, goodsFigures } from '../catalog/goods-figures.ts';
import { dayOf } from '../format.ts';
import { firstOrderAt } from '../orders/order-figures.ts';
import { firstTrainingDay } from '../outreach/trainings.ts';
import { scansCountedSince } from '../provenance/scan-days.ts';
import { eachOnce, type Fact, type FactSource, type Span } from './fact.ts';
import { accountFacts, goodsFacts } from './goods-facts.ts';
import { type KindOf, ordersFacts } from './order-facts.ts';
import { endOf, type Period, startOf } from './period.ts';
import { batchFacts, incidentFacts, labelFacts, scanDayFacts } from './trace-facts.ts';
import { trainingFacts } from './training-facts.ts';

/** Where the figures come from: each source with the figures that are counted from it. Scans are summed apart (`scanFacts`). */
interface Source {
  ids: readonly string[];
  facts: FactSource;
}

export const scanIds: readonly string[] = ['T2-scans', 'T2-previews', 'T2-robots'];

export function sourcesOf(goods: readonly GoodsFigures[], at: Date): Source[] {
  const kinds = new Map(goods.map(({ id, kind }) => [id, kind]));
  const kindOf: KindOf = (productId) => kinds.get(productId) ?? null;
  return [
    { ids: ['E1', 'E2', 'T1', 'O1', 'O1-3', 'O1-4', 'O1-5', 'O1-ending'], facts: goodsFacts(goods) },
    { ids: ['E3', 'E3-value', 'P1', 'P1-count', 'P1-cash'], facts: ordersFacts(kindOf) },
    { ids: ['P2'], facts: accountFacts(at) },
    { ids: ['T2'], facts: batchFacts },
    { ids: ['T2-labels'], facts: labelFacts },
    { ids: ['T4', 'T4-doubts', 'T4-answered'], facts: incidentFacts },
    { ids: ['D1'], facts: trainingFacts },
  ];
}

/** The facts that one figure of a period is counted from, in the order they come. */
export async function* factsBehind(id: string, period: Period, at: Date): AsyncGenerator<Fact> {
  const goods = await goodsFigures();
  if (scanIds.includes(id)) {
    for await (const fact of scanDayFacts(goods, period)) if (fact.id === id) yield fact;
    return;
  }
  const counted = eachOnce();
  for (const { facts } of sourcesOf(goods, at).filter(({ ids }) => ids.includes(id))) {
    for await (const fact of facts(spanOf(period))) if (fact.id === id && counted(fact)) yield fact;
  }
}

export const spanOf = (period: Period): Span => ({ ...period, since: startOf(period.from), until: endOf(period) });

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
