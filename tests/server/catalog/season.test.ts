import { expect, it } from 'vitest';
import { isInSeason } from '../../../server/catalog/season.ts';

const lunar = { seasonMonths: { calendar: 'lunar' as const, months: [10] } };

// The lunar year of 2026 begins on 17/2/2026 and ends on 5/2/2027; that of 2025 has its sixth month twice, from 25/6 and from 25/7.
it.each([
  ['2026-11-08T12:00:00+07:00', false],
  ['2026-11-09T00:30:00+07:00', true],
  ['2026-12-01T12:00:00+07:00', true],
  ['2026-12-09T12:00:00+07:00', false],
])('reckons the tenth lunar month as Vietnam lives it: %s', (at, is) => {
  expect(isInSeason(lunar, new Date(at))).toBe(is);
});

it.each(['2025-07-01', '2025-08-01'])('counts a leap month as the one before it: %s', (day) => {
  expect(isInSeason({ seasonMonths: { calendar: 'lunar', months: [6] } }, new Date(`${day}T12:00:00+07:00`))).toBe(
    true,
  );
});

it('reckons the months of the sun too, and knows of no season where none is written', () => {
  const july = new Date('2026-06-30T17:30:00Z');
  expect(isInSeason({ seasonMonths: { calendar: 'solar', months: [7] } }, july)).toBe(true);
  expect(isInSeason({}, july)).toBe(false);
});
