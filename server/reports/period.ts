import { daysAfter, daysBetween, momentOn } from '../days.ts';
import { invalid } from '../errors.ts';

/** Two days `YYYY-MM-DD` of the Vietnamese calendar, both counted. */
export interface Period {
  from: string;
  to: string;
}

const mostDays = 3 * 366;

/** @throws invalid('mistakes') when it ends before it begins, or is longer than three years */
export function requirePeriod({ from, to }: Period): Period {
  const code = to < from ? 'ends-before-it-begins' : daysIn({ from, to }) > mostDays ? 'period-too-long' : null;
  if (code !== null) throw invalid('mistakes', {}, [{ pointer: '/to', code }]);
  return { from, to };
}

/**
 * The period before. Whole months go with the months before them, so that 1–31 March is compared with February, and 12 May to 12 June,
 * as the commune counts, with 12 April to 12 May; any other period with as many days that end the day before it.
 */
export function periodBefore({ from, to }: Period): Period {
  const dayAfter = daysAfter(to, 1);
  const whole = monthsBetween(from, dayAfter);
  if (whole > 0) return { from: monthsBefore(from, whole), to: daysAfter(from, -1) };
  const shared = monthsBetween(from, to);
  if (shared > 0) return { from: monthsBefore(from, shared), to: monthsBefore(to, shared) };
  return { from: daysAfter(from, -daysIn({ from, to })), to: daysAfter(from, -1) };
}

/** From 1 January of the year in which it ends. */
export const yearSoFar = ({ to }: Period): Period => ({ from: `${to.slice(0, 4)}-01-01`, to });

/** The month of the commune that a day lies in: from the 12th to the 12th, on which it is reported. */
export function communeMonth(today: string): Period {
  const twelfth = `${today.slice(0, 7)}-12`;
  const to = today <= twelfth ? twelfth : monthsBefore(twelfth, -1);
  return { from: monthsBefore(to, 1), to };
}

/** The month of the calendar, whole, that a day lies in. */
export function calendarMonth(day: string): Period {
  const from = `${day.slice(0, 7)}-01`;
  return { from, to: daysAfter(monthsBefore(from, -1), -1) };
}

/** So many months of the calendar, the last being the one that a day lies in and ending with it. */
export function lastMonths(day: string, count: number): Period[] {
  const { from } = calendarMonth(day);
  const months = Array.from({ length: count }, (_, n) => calendarMonth(monthsBefore(from, count - 1 - n)));
  return months.map((month) => ({ ...month, to: month.to < day ? month.to : day }));
}

/** The first instant of a Vietnamese day. */
export const startOf = (day: string): Date => momentOn(day);

/** The first instant that is no longer in the period. */
export const endOf = ({ to }: Period): Date => startOf(daysAfter(to, 1));

/** The instants of a period: its first, the first after it, and whether one is among them; what never was is not. */
export function instantsOf(period: Period) {
  const [since, until] = [startOf(period.from), endOf(period)];
  return { since, until, holds: (at: Date | null): at is Date => at !== null && at >= since && at < until };
}

const daysIn = ({ from, to }: Period): number => daysBetween(from, to) + 1;

/** The same day of the month, so many months before; the last of a month that has no such day. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** How many whole months lie between two days of the same number; 0 where the numbers differ. */
function monthsBetween(from: string, to: string): number {
  if (from.slice(8) !== to.slice(8)) return 0;
  const [year = 0, month = 0] = from.split('-').map(Number);
  const [endYear = 0, endMonth = 0] = to.split('-').map(Number);
  return (endYear - year) * 12 + endMonth - month;
}
