import { describe, expect, it } from 'vitest';
import { calendarEndIn, workingTimeIn } from '../../../server/complaints/deadlines.pages.ts';
import { dueAfter, endsSoon, isWorkingDay, workingTime } from '../../../server/complaints/working-time.ts';

const at = (local: string) => new Date(`${local}:00+07:00`);

describe('a deadline in the commune’s working time', () => {
  // 30 November 2026 is a Monday.
  it.each([
    ['within a morning', '2026-11-30T08:00', { hours: 2 }, '2026-11-30T10:00'],
    ['over noon', '2026-11-30T10:30', { hours: 2 }, '2026-11-30T14:30'],
    ['from before work', '2026-11-30T05:00', { hours: 4 }, '2026-11-30T11:30'],
    ['over night', '2026-11-30T16:00', { hours: 2 }, '2026-12-01T08:30'],
    ['over a weekend', '2026-12-04T16:30', { hours: 1 }, '2026-12-07T08:00'],
    ['from a Sunday', '2026-12-06T12:00', { hours: 4 }, '2026-12-07T11:30'],
    ['one day, to its end', '2026-11-30T08:00', { days: 1 }, '2026-12-01T17:00'],
    ['one day from a Friday night', '2026-12-04T23:59', { days: 1 }, '2026-12-07T17:00'],
    ['over the Second of September', '2026-08-31T09:00', { days: 1 }, '2026-09-03T17:00'],
    ['over Tết', '2026-02-13T16:00', { hours: 2 }, '2026-02-23T08:30'],
    ['days over Tết, from its last working day', '2026-02-13T09:00', { days: 2 }, '2026-02-24T17:00'],
    ['days from within Tết', '2026-02-18T09:00', { days: 1 }, '2026-02-23T17:00'],
    ['over the Tết of the next year', '2027-02-04T16:30', { hours: 1 }, '2027-02-12T08:00'],
    ['over 30 April, the First of May and the weekend', '2026-04-29T16:30', { hours: 4 }, '2026-05-04T11:00'],
    ['days over 30 April', '2026-04-29T16:30', { days: 2 }, '2026-05-05T17:00'],
    ['over the Hùng kings’ day that fell on a Sunday', '2026-04-24T16:30', { hours: 1 }, '2026-04-28T08:00'],
    ['over a First of May that fell on a Saturday', '2027-04-29T09:00', { days: 1 }, '2027-05-04T17:00'],
    ['ten days of the calendar through Tết, to midnight', '2026-02-13T09:00', { calendarDays: 10 }, '2026-02-23T23:59'],
    ['by the clock also through Tết', '2026-02-16T09:00', { clockHours: 24 }, '2026-02-17T09:00'],
    ['over New Year’s Eve', '2026-12-31T16:30', { hours: 1 }, '2027-01-04T08:00'],
    ['by the clock', '2026-12-05T09:00', { clockHours: 24 }, '2026-12-06T09:00'],
  ])('runs %s', (_, from, span, due) => {
    const reached = dueAfter(at(from), span);
    // To the minute: a day of the calendar ends with its last second.
    reached.setUTCSeconds(0);
    expect(reached).toEqual(at(due));
  });

  it('is told to people as the calendar has it', () => {
    expect(workingTimeIn('vi')).toContain('Thứ Hai – Thứ Sáu, 07:30–11:30, 13:30–17:00');
    expect(workingTimeIn('en')).toContain('Monday – Friday');
    for (const [from, to] of workingTime.hours)
      expect(dueAfter(at(`2026-11-30T${from}`), { hours: 1 }) < at(`2026-11-30T${to}`)).toBe(true);
  });

  it('knows its holidays to a day, warns half a year ahead, and after it takes holidays for work', () => {
    expect([endsSoon('2027-06-30'), endsSoon('2027-07-01'), endsSoon('2028-03-01')]).toEqual([false, true, true]);
    expect(isWorkingDay('2027-09-02')).toBe(false);
    expect([isWorkingDay('2028-09-02'), isWorkingDay('2028-05-01')]).toEqual([false, true]);
    expect(dueAfter(at('2028-04-28T09:00'), { days: 1 })).toEqual(at('2028-05-01T17:00'));
    expect(calendarEndIn('vi')).toContain('31/12/2027');
  });

  it('never comes before its start nor outside of working hours', () => {
    for (let hour = 0; hour < 24 * 30; hour += 1) {
      const start = new Date(at('2026-08-20T00:17').getTime() + hour * 3_600_000);
      const due = dueAfter(start, { hours: 4 });
      expect(due.getTime()).toBeGreaterThanOrEqual(start.getTime() + 4 * 3_600_000);
      expect(isWorkingDay(new Date(due.getTime() + 7 * 3_600_000).toISOString().slice(0, 10))).toBe(true);
    }
  });
});
