import { beforeAll, describe, expect, it } from 'vitest';
import { getRetention, setRetention } from '../../../server/orders/orders.ts';
import { keptSince } from '../../../server/orders/retention.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { later } from './makers.ts';

useDatabase();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('setRetention', () => {
  it('is for an officer who gave the PIN lately, from 12 to 120 months', async () => {
    const { officer, cooperative } = commune;
    await expect(setRetention(cooperative.actor, { months: 6 }, noon)).rejects.toThrow(code('not-for-your-role'));
    await expect(setRetention(officer.actor, { months: 6 }, later(noon, 61))).rejects.toThrow(code('pin-needed'));
    for (const months of [0, 11, 121, 12.5, -1]) {
      await expect(setRetention(officer.actor, { months, allSmall: true }, noon)).rejects.toThrow(code('mistakes'));
    }
    expect(await getRetention()).toEqual({ months: 36, history: [] });
  });

  it('writes down each change once, although it is said twice or ten times at once', async () => {
    const { actor } = commune.officer;
    await Promise.all(Array.from({ length: 10 }, () => setRetention(actor, { months: 16, allSmall: true }, noon)));
    await setRetention(actor, { months: 16, allSmall: true }, noon);
    await setRetention(actor, { months: 18, allSmall: true }, later(noon, 1));
    const { months, history } = await getRetention();
    expect([months, history.map((entry) => entry.months)]).toEqual([18, [16, 18]]);
  });
});

it('goes below three years only with the word that every seller is small, which is kept', async () => {
  const { actor } = commune.officer;
  const before = await getRetention();
  for (const months of [12, 35])
    await expect(setRetention(actor, { months }, noon)).rejects.toMatchObject({
      mistakes: [{ pointer: '/allSmall', code: 'all-small-unsaid', facts: { usual: 36 } }],
    });
  expect(await getRetention()).toEqual(before);
  await setRetention(actor, { months: 36 }, later(noon, 2));
  await setRetention(actor, { months: 12, allSmall: true }, later(noon, 3));
  const { history } = await getRetention();
  expect(history.slice(-2).map(({ months, allSmall }) => [months, allSmall])).toEqual([
    [36, false],
    [12, true],
  ]);
});

describe('keptSince', () => {
  it.each([
    ['2027-11-16', 12, '2026-11-16'],
    ['2026-03-31', 1, '2026-02-28'],
    ['2028-03-31', 1, '2028-02-29'],
    ['2026-01-15', 2, '2025-11-15'],
  ])('of %s and %i months is %s', (at, months, since) => {
    expect(keptSince(new Date(`${at}T05:00:00Z`), months)).toEqual(new Date(`${since}T05:00:00Z`));
  });
});
