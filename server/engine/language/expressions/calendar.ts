import { badValue } from '../errors.ts';
import { instantAt, wallClock, type Zone } from '../time-zones.ts';

export const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
export type Unit = (typeof units)[number];

const lengths = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };
const days = { day: 1, week: 7 };
const months = { month: 1, quarter: 3, year: 12 };
const dayLength = 86_400_000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * The start of the unit an instant lies in. Days and longer are of the zone's calendar; shorter units count from the
 * server's reference, 2000-01-01 in the zone. Instants are milliseconds since 1970.
 */
export function truncateTo(instant: number, options: { unit: Unit; zone: Zone; startOfWeek: string }): number {
  const { unit, zone } = options;
  if (unit in lengths) {
    const reference = instantAt(new Date(Date.UTC(2000, 0, 1)), zone);
    const length = lengths[unit as keyof typeof lengths];
    return reference + Math.floor((instant - reference) / length) * length;
  }
  const wall = wallClock(instant, zone);
  const midnight = Math.floor(wall.getTime() / dayLength) * dayLength;
  if (unit === 'day') return instantAt(new Date(midnight), zone);
  if (unit === 'week') return instantAt(new Date(midnight - daysIntoWeek(wall, options.startOfWeek) * dayLength), zone);
  const size = months[unit as keyof typeof months];
  return instantAt(dayOf(wall.getUTCFullYear(), Math.floor(wall.getUTCMonth() / size) * size, 1), zone);
}

function daysIntoWeek(wall: Date, startOfWeek: string): number {
  const start = weekdays.findIndex(
    (day) => day === startOfWeek.toLowerCase() || day.slice(0, 3) === startOfWeek.toLowerCase(),
  );
  if (start < 0) throw badValue(`unknown day of week value: ${startOfWeek}`);
  return (wall.getUTCDay() - start + 7) % 7;
}

/** So many units later; a day that the month does not have becomes its last, days keep the hour on the clock. */
export function addUnits(instant: number, { unit, amount, zone }: { unit: Unit; amount: number; zone: Zone }): number {
  if (unit in lengths) return instant + amount * lengths[unit as keyof typeof lengths];
  const wall = wallClock(instant, zone);
  if (unit in days)
    return instantAt(new Date(wall.getTime() + amount * days[unit as keyof typeof days] * dayLength), zone);
  const month = wall.getUTCMonth() + amount * months[unit as keyof typeof months];
  const lastDay = dayOf(wall.getUTCFullYear(), month + 1, 0).getUTCDate();
  const moved = dayOf(wall.getUTCFullYear(), month, Math.min(wall.getUTCDate(), lastDay));
  const timeOfDay = wall.getTime() - Math.floor(wall.getTime() / dayLength) * dayLength;
  return instantAt(new Date(moved.getTime() + timeOfDay), zone);
}

// Date.UTC takes years below 100 for the twentieth century.
function dayOf(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}
