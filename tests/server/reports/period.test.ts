import { describe, expect, it } from 'vitest';
import { communeMonth, periodBefore, requirePeriod, yearSoFar } from '../../../server/reports/period.ts';

describe('the period before', () => {
  it.each([
    ['a month', '2028-03-01', '2028-03-31', '2028-02-01', '2028-02-29'],
    ['a February of 28 days', '2027-02-01', '2027-02-28', '2027-01-01', '2027-01-31'],
    ['a quarter', '2027-01-01', '2027-03-31', '2026-10-01', '2026-12-31'],
    ['a year', '2028-01-01', '2028-12-31', '2027-01-01', '2027-12-31'],
    ['the 12th to the 11th', '2026-05-12', '2026-06-11', '2026-04-12', '2026-05-11'],
    ['the 12th to the 12th, as the commune writes', '2026-05-12', '2026-06-12', '2026-04-12', '2026-05-12'],
    ['ten days', '2026-03-05', '2026-03-14', '2026-02-23', '2026-03-04'],
    ['one day', '2028-03-01', '2028-03-01', '2028-02-29', '2028-02-29'],
    ['from a 31st', '2027-03-31', '2027-04-30', '2027-02-28', '2027-03-30'],
  ])('of %s', (...[, from, to, before, until]) => {
    expect(periodBefore({ from, to })).toEqual({ from: before, to: until });
  });
});

describe('the months of the commune', () => {
  it.each([
    ['2026-06-11', '2026-05-12', '2026-06-12'],
    ['2026-06-12', '2026-05-12', '2026-06-12'],
    ['2026-12-13', '2026-12-12', '2027-01-12'],
  ])('on %s', (today, from, to) => {
    expect(communeMonth(today)).toEqual({ from, to });
  });

  it('are cumulated from 1 January of the year in which they end', () => {
    expect(yearSoFar({ from: '2026-12-12', to: '2027-01-12' })).toEqual({ from: '2027-01-01', to: '2027-01-12' });
  });

  it('end no earlier than they begin, and last three years at most', () => {
    expect(() => requirePeriod({ from: '2026-05-12', to: '2026-05-11' })).toThrow('mistakes');
    expect(() => requirePeriod({ from: '2020-01-01', to: '2026-01-01' })).toThrow('mistakes');
    expect(requirePeriod({ from: '2028-02-29', to: '2028-02-29' })).toEqual({ from: '2028-02-29', to: '2028-02-29' });
  });
});
