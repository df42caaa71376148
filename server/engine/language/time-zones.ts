import { location } from './errors.ts';

/** A time zone as its distance from UTC at an instant, in milliseconds east. */
export type Zone = (instant: number) => number;

const minute = 60_000;
const zones = new Map<string, Zone>();

/** A named zone (Asia/Ho_Chi_Minh), an offset (+07, +0700, +07:00) or UTC. Throws code 40485 for anything else. */
export function zoneNamed(name: string): Zone {
  const known = zones.get(name) ?? offsetZone(name) ?? namedZone(name);
  zones.set(name, known);
  return known;
}

function offsetZone(name: string): Zone | undefined {
  if (name === 'UTC' || name === 'GMT' || name === 'Z') return () => 0;
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(name);
  if (!parts) return undefined;
  const offset = (Number(parts[2]) * 60 + Number(parts[3] ?? 0)) * minute * (parts[1] === '-' ? -1 : 1);
  return () => offset;
}

function namedZone(name: string): Zone {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return (instant) => offsetOf(format, instant);
  } catch {
    throw location(40_485, `unrecognized time zone identifier: "${name}"`);
  }
}

function offsetOf(format: Intl.DateTimeFormat, instant: number): number {
  const text = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const parts = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (!parts) return 0;
  const [, sign, hours, minutes, seconds] = parts;
  const size = (Number(hours) * 60 + Number(minutes)) * minute + Number(seconds ?? 0) * 1000;
  return sign === '-' ? -size : size;
}

/** The wall clock at an instant, as a Date whose UTC fields are read. */
export const wallClock = (instant: number, zone: Zone): Date => new Date(instant + zone(instant));

/** The instant at which the wall clock shows this (its UTC fields); in a gap the clock has moved on. */
export function instantAt(wall: Date, zone: Zone): number {
  const time = wall.getTime();
  const early = time - zone(time - 24 * 60 * minute);
  if (early + zone(early) === time) return early;
  const late = time - zone(time + 24 * 60 * minute);
  return late + zone(late) === time ? late : early;
}
