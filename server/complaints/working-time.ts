import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { daysAfter, momentOn } from '../days.ts';
import { dayOf } from '../format.ts';
import { fromRoot } from '../root.ts';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const calendar = z
  .strictObject({
    source: z.string().min(1),
    asOf: z.string(),
    /** the last day whose holidays are known; later ones are taken for days of work unless the week says otherwise */
    until: z.iso.date(),
    /** the officer is told so many months before that */
    warnMonths: z.int().min(1).max(24),
    /** 1 Monday to 7 Sunday */
    weekdays: z.array(z.int().min(1).max(7)).min(1),
    hours: z.array(z.tuple([clock, clock])).min(1),
    holidays: z.array(z.iso.date()),
  })
  .parse(JSON.parse(readFileSync(fromRoot('server/complaints/working-days.json'), 'utf8')));

const holidays = new Set(calendar.holidays);

/** How long something may take: hours or days in which the commune works, days of the calendar, or hours of the clock. */
export type Span = { hours: number } | { days: number } | { calendarDays: number } | { clockHours: number };

/** The latest moment of something that may take so long from then on. */
export function dueAfter(start: Date, span: Span): Date {
  if ('clockHours' in span) return new Date(start.getTime() + span.clockHours * 3_600_000);
  if ('calendarDays' in span)
    return new Date(momentOn(daysAfter(dayOf(start), span.calendarDays + 1)).getTime() - 1000);
  return 'hours' in span ? afterHours(start, span.hours) : afterDays(start, span.days);
}

/** Where the calendar of holidays comes from, and as of when: it is to be read again each year. */
export const calendarSource = { source: calendar.source, asOf: calendar.asOf };

/** The last day whose holidays are known. */
export const calendarUntil = calendar.until;

/** Whether the calendar ends so soon that the next one has to be asked for, on a Vietnamese day `YYYY-MM-DD`. */
export function endsSoon(today: string): boolean {
  const warned = new Date(calendar.until);
  warned.setUTCMonth(warned.getUTCMonth() - calendar.warnMonths);
  return today >= warned.toISOString().slice(0, 10);
}

/** On which weekdays (1 Monday to 7 Sunday) and between which hours of the clock the commune works. */
export const workingTime: Pick<typeof calendar, 'weekdays' | 'hours'> = calendar;

/** Whether the commune works on a Vietnamese day, `YYYY-MM-DD`. */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
  return calendar.weekdays.includes(weekday) && !holidays.has(day);
}

// Work goes on where it was left: over noon, over night, over the holidays.
function afterHours(start: Date, hours: number): Date {
  let left = hours * 3_600_000;
  for (let day = dayOf(start); ; day = daysAfter(day, 1)) {
    for (const [from, to] of hoursOf(day)) {
      const begin = Math.max(start.getTime(), from);
      if (begin >= to) continue;
      if (left <= to - begin) return new Date(begin + left);
      left -= to - begin;
    }
  }
}

// Days are counted from the next one on, each to its end.
function afterDays(start: Date, days: number): Date {
  let left = days;
  for (let day = daysAfter(dayOf(start), 1); ; day = daysAfter(day, 1)) {
    if (isWorkingDay(day)) left -= 1;
    const last = hoursOf(day).at(-1);
    if (left === 0 && last) return new Date(last[1]);
  }
}

const hoursOf = (day: string): [from: number, to: number][] =>
  isWorkingDay(day)
    ? calendar.hours.map(([from, to]) => [momentOn(day, from).getTime(), momentOn(day, to).getTime()])
    : [];
