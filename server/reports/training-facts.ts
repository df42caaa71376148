import { trainingFigures } from '../outreach/trainings.ts';
import type { FactSource } from './fact.ts';
import { startOf } from './period.ts';

/** D1: who was taught. A household counts once in a period, however often somebody of it came; others as many as were counted. */
export const trainingFacts: FactSource = async function* (span) {
  for (const { id, day, topic, village, sellerIds, others } of await trainingFigures(span)) {
    const fact = {
      id: 'D1',
      when: { at: startOf(day) },
      kinds: new Map<string, number>(),
      text: `${topic}, ${village}`,
      url: '/binh-lu-digital/tap-huan',
    };
    for (const sellerId of sellerIds) yield { ...fact, sellerId, amount: 1, once: sellerId };
    if (others > 0) yield { ...fact, sellerId: null, amount: others, once: id };
  }
};
