import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { countWatched, endingBatches, isNear, watchedBatches } from '../../../server/traceability/quality.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import type { Commune } from '../identity/makers.ts';
import { aBatchOf, aVillage, goods, stocked, today } from './makers.ts';

useDatabase();

let people: Commune;
let farmer: Actor;
let noodles: Product;
beforeAll(async () => {
  ({ commune: people, farmer, product: noodles } = await aVillage());
});

describe('goods near their last day', () => {
  it.each<[string, string, string | null, boolean]>([
    ['a year old goods with 30 days left', '2025-12-16', '2026-12-16', true],
    ['a year old goods with 31 days left', '2025-12-17', '2026-12-17', false],
    ['goods of 20 days with 5 left', '2026-11-01', '2026-11-21', true],
    ['goods of 20 days with 6 left', '2026-11-02', '2026-11-22', false],
    ['goods that last for ever', '2020-01-01', null, false],
  ])('are told of: %s', (_what, producedOn, expiresOn, near) => {
    expect(isNear({ producedOn, expiresOn }, today)).toBe(near);
  });

  it('are those with packs on hand, the longest past first; neither recalled nor gone nor others’', async () => {
    const made = (lot: string, expiresOn: string | null, count = 2) =>
      stocked(farmer, noodles, count, { lot, expiresOn, producedOn: '2026-06-01' });
    await made('NEAR', '2026-12-01');
    await made('PAST', '2026-11-10');
    await made('FAR', '2027-03-01');
    await made('EVER', null);
    await aBatchOf(farmer, noodles, { lot: 'EMPTY', expiresOn: '2026-11-20', producedOn: '2026-06-01' });
    const { code } = await made('CALLED', '2026-11-20');
    await recallBatch(people.cooperative.actor, code, { reason: 'x', advice: 'y' }, noon);
    const lots = async (whose: readonly string[] | 'all') => (await endingBatches(whose, today)).map(({ lot }) => lot);
    expect(await lots('all')).toEqual(['PAST', 'NEAR']);
    expect(await lots([farmer.sellerId ?? ''])).toEqual(['PAST', 'NEAR']);
    expect(await lots([people.stranger.actor.sellerId ?? ''])).toEqual([]);
    expect(await endingBatches('all', today)).toMatchObject([{ expiresOn: '2026-11-10', onHand: 2 }, { onHand: 2 }]);
  });
});

describe('batches to watch', () => {
  it('are those outside a limit and those without their inspection, for who may see them, in pages', async () => {
    const honey = await addProduct(farmer, { ...goods('mat-ong'), needsInspection: true }, noon);
    const wet = await aBatchOf(farmer, honey);
    const late = await aBatchOf(farmer, honey);
    const untested = await aBatchOf(farmer, honey);
    const measurements = [{ key: 'water', value: 25, unit: '%' }];
    for (const { code } of [wet, late]) {
      await recordEvent(farmer, code, { stage: 'settling', occurredAt: noon, measurements }, noon);
    }
    const codes = async (actor: Actor, query: Partial<Parameters<typeof watchedBatches>[1]> = {}) =>
      (await watchedBatches(actor, { concern: 'outside', limit: 10, ...query })).map(({ code }) => code);
    expect(await codes(people.officer.actor)).toEqual([late.code, wet.code]);
    expect(await codes(people.officer.actor, { concern: 'untested' })).toEqual([untested.code]);
    expect(await codes(people.cooperative.actor, { limit: 1 })).toEqual([late.code]);
    expect(await codes(people.cooperative.actor, { after: late.code })).toEqual([wet.code]);
    expect(await codes(people.cooperative.actor, { kind: 'mien-dong' })).toEqual([]);
    expect(await codes(people.stranger.actor)).toEqual([]);
    expect(await codes(people.stranger.actor, { sellerId: farmer.sellerId ?? '' })).toEqual([]);
    expect(await countWatched(people.officer.actor, 'outside')).toBe(2);
    expect(await countWatched(people.stranger.actor, 'untested')).toBe(0);
  });
});
