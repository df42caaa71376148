import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occasions } from '../../../server/outreach/post.ts';
import { type Candidate, keyOf, planWeek } from '../../../server/outreach/week.ts';

const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06'];
const candidate = (productId: string, more: Partial<Candidate> = {}): Candidate => ({
  occasion: 'batch',
  productId,
  sellerId: `s${productId}`,
  marketDays: [],
  ...more,
});
const plan = (
  candidates: Candidate[],
  decided: Parameters<typeof planWeek>[2]['decided'] = [],
  today = days[0] ?? '',
) =>
  planWeek(days, today, { candidates, decided }).map(
    ({ day, occasion, productId }) => `${day} ${occasion} ${productId}`,
  );

describe('a week’s plan', () => {
  it('tells of a market on the day before it or on its own, and of what passes first before the rest', () => {
    const market = candidate('a', { occasion: 'market', marketDays: [7] });
    expect(plan([market])).toEqual(['2026-12-05 market a']);
    expect(
      plan([candidate('b', { occasion: 'season' }), candidate('c', { occasion: 'story' }), candidate('d')]),
    ).toEqual(['2026-11-30 batch d', '2026-12-01 story c', '2026-12-02 season b']);
  });

  it('takes another seller before it takes the same one again', () => {
    const same = { sellerId: 'x' };
    expect(plan([candidate('a', same), candidate('b', same), candidate('c', { occasion: 'season' })])).toEqual([
      '2026-11-30 batch a',
      '2026-12-01 season c',
      '2026-12-02 batch b',
    ]);
  });

  it('plans nothing for days that are over', () => {
    expect(plan([candidate('a')], [], '2026-12-03')).toEqual(['2026-12-03 batch a']);
    expect(plan([candidate('a')], [], '2026-12-09')).toEqual([]);
  });

  it('holds whatever there is: decided posts stay, dropped ones go, one post a day and product', () => {
    const one = fc.record({
      occasion: fc.constantFrom(...occasions),
      productId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      sellerId: fc.constantFrom('x', 'y', 'z'),
      marketDays: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }),
    });
    const chosen = fc.record({ at: fc.nat(6), state: fc.constantFrom('planned', 'posted', 'dropped') });
    const all = fc.array(fc.tuple(one, fc.option(chosen)), { maxLength: 20 });
    fc.assert(
      fc.property(all, fc.constantFrom(...days), (pairs, today) => {
        const known = [...new Map(pairs.map((pair) => [keyOf(pair[0]), pair])).values()];
        const decided = known.flatMap(([{ occasion, productId }, said]) =>
          said ? [{ occasion, productId, day: days[said.at] ?? '', state: said.state as 'planned' }] : [],
        );
        const planned = planWeek(days, today, { candidates: known.map(([each]) => each), decided });
        const sure = planned.filter(({ isSure }) => isSure);
        const free = planned.filter(({ isSure }) => !isSure);
        expect(sure).toHaveLength(decided.filter(({ state }) => (state as string) !== 'dropped').length);
        for (const post of free) {
          expect(post.day >= today).toBe(true);
          expect(planned.filter(({ day }) => day === post.day)).toHaveLength(1);
          expect(planned.filter(({ productId }) => productId === post.productId)).toHaveLength(1);
          expect(decided.map(keyOf)).not.toContain(keyOf(post));
        }
      }),
      { seed: 124, numRuns: 300 },
    );
  });
});
