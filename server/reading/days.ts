import { daysAfter } from '../days.ts';
import { dayOf } from '../format.ts';
import { lookup } from '../lookup.ts';
import type { Reading } from './reading.ts';
import { readTyped } from './text.ts';

const iso = String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`;
const dayFirst = String.raw`(?<day>\d{1,2})(?<sign>[/. -])(?<month>\d{1,2})\k<sign>(?<year>\d{4}|\d{2})`;
const dayPatterns = [iso, dayFirst].map((pattern) => new RegExp(`^${pattern}$`));

/**
 * A day as people write it, `YYYY-MM-DD`: `28/11/2026`, `28-11-2026`, `28.11.26` (20…), ISO, `hôm nay`, `hôm qua`, `hôm kia`.
 * The day stands before the month, as everywhere in Vietnam. Gives `not-a-day` for what is none, such as 31/02.
 * @param now what `hôm nay` counts from
 */
export function readDay(text: string, now: Date): Reading<string> {
  const plain = readTyped(text).toLowerCase();
  const back = daysBack[plain];
  if (back !== undefined) return { value: daysAfter(dayOf(now), -back) };
  const match = dayPatterns.map((pattern) => pattern.exec(plain)).find((one) => one !== null);
  const found = match?.groups ? dayIn(match.groups) : null;
  return found === null ? { code: 'not-a-day' } : { value: found };
}

const daysBack = lookup<number>({
  'hôm nay': 0,
  'hom nay': 0,
  today: 0,
  'hôm qua': 1,
  'hom qua': 1,
  yesterday: 1,
  'hôm kia': 2,
  'hom kia': 2,
});

function dayIn({ year = '', month = '', day = '' }: Readonly<Record<string, string>>): string | null {
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) ? text : null;
}

const clock = String.raw`(?<hour>\d{1,2})(?::|h|g| giờ ?)(?<minute>\d{2})?(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?`;
const zone = String.raw`(?: ?(?<zone>z|utc|gmt|[+-]\d{2}(?::?\d{2})?))?`;
const dayThenClock = new RegExp(String.raw`^(?<text>.+?)(?:t|,? +)${clock}${zone}$`, 'u');
const clockThenDay = new RegExp(String.raw`^${clock}${zone},? +(?<text>.+)$`, 'u');

/**
 * An instant as people and programs write it: ISO 8601, `28/11/2026 08:30`, `8h30 28/11/2026`, `hôm nay 8:30`. A stated zone is
 * honoured; without one it is Vietnamese time. Gives `not-an-instant`.
 */
export function readInstant(text: string, now: Date): Reading<Date> {
  const plain = readTyped(text).toLowerCase();
  const parts = (dayThenClock.exec(plain) ?? clockThenDay.exec(plain))?.groups;
  const day = readDay(parts?.text ?? '', now);
  if (!parts || !('value' in day) || Number(parts.hour) > 23) return { code: 'not-an-instant' };
  const instant = new Date(`${day.value}T${clockIn(parts)}${offsetOf(parts.zone)}`);
  return Number.isNaN(instant.getTime()) ? { code: 'not-an-instant' } : { value: instant };
}

const clockIn = ({ hour = '', minute = '00', second = '00' }: Readonly<Record<string, string | undefined>>): string =>
  [hour, minute, second].map((one) => one.padStart(2, '0')).join(':');

function offsetOf(zone: string | undefined): string {
  if (zone === undefined) return '+07:00';
  if (/^[a-z]/.test(zone)) return 'Z';
  return `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}
