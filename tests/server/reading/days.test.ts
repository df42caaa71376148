import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, formatMoment } from '../../../server/format.ts';
import { readDay, readInstant } from '../../../server/reading/days.ts';

const now = new Date('2026-11-30T18:00:00Z'); // the 1st of December in Vietnam

describe('days', () => {
  it.each([
    ['28/11/2026', '2026-11-28'],
    ['28-11-2026', '2026-11-28'],
    ['28.11.26', '2026-11-28'],
    ['3/4/2026', '2026-04-03'],
    ['03/04/2026', '2026-04-03'],
    ['2026-11-28', '2026-11-28'],
    ['２８／１１／２０２６', '2026-11-28'],
    ['\u200e28/11/2026', '2026-11-28'],
    ['hôm nay', '2026-12-01'],
    ['Hôm qua', '2026-11-30'],
    ['29/2/2028', '2028-02-29'],
  ])('are read as people write them: %s', (typed, value) => {
    expect(readDay(typed, now)).toEqual({ value });
  });

  it.each([
    '31/02/2026',
    '29/02/2026',
    '11/28/2026',
    '28/11',
    '28/11-2026',
    '0/1/2026',
    'mai',
    '',
    '281126',
    '28/11/026',
  ])('that are none are refused: %s', (typed) => {
    expect(readDay(typed, now)).toEqual({ code: 'not-a-day' });
  });

  it.each([
    ['2026-11-16T08:30', '2026-11-16T01:30:00.000Z'],
    ['2026-11-16T08:30:00Z', '2026-11-16T08:30:00.000Z'],
    ['2026-11-16T08:30:00.250Z', '2026-11-16T08:30:00.000Z'],
    ['2026-11-16 08:30:05+02:00', '2026-11-16T06:30:05.000Z'],
    ['16/11/2026 08:30', '2026-11-16T01:30:00.000Z'],
    ['8h30 16/11/2026', '2026-11-16T01:30:00.000Z'],
    ['16/11/2026 8h', '2026-11-16T01:00:00.000Z'],
    ['hôm nay 8:30', '2026-12-01T01:30:00.000Z'],
  ])('have times, in the zone that is stated: %s', (typed, iso) => {
    const reading = readInstant(typed, now);
    expect('value' in reading && reading.value.toISOString()).toBe(iso);
  });

  it.each(['16/11/2026', '2026-13-40T99:99', '16/11/2026 24:00', '08:30', ''])('have real times: %s', (typed) => {
    expect(readInstant(typed, now)).toEqual({ code: 'not-an-instant' });
  });

  it('that we print are read back', () => {
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        const day = readDay(formatDay(instant), now);
        expect('value' in day && formatDay(day.value)).toBe(formatDay(instant));
        const minute = readInstant(formatMoment(instant), now);
        expect('value' in minute && formatMoment(minute.value)).toBe(formatMoment(instant));
      }),
    );
  });
});
