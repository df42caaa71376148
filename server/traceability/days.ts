import { invalid } from '../errors.ts';

export const dayMs = 86_400_000;

/** The day so many days after; null when there is no number of days. */
export function daysAfter(day: string, days: number | null): string | null {
  return days === null ? null : new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * A step may be told late, and by a phone whose clock is days wrong (hardening, bar 21); what lies outside of reason is a
 * typing mistake.
 * @throws invalid('event-mistaken')
 */
export function requireOccurred(occurredAt: Date, at: Date): void {
  const ahead = occurredAt.getTime() - at.getTime();
  const code = ahead > 7 * dayMs ? 'in-the-future' : ahead < -1826 * dayMs ? 'too-long-ago' : null;
  if (code) throw invalid('event-mistaken', {}, [{ pointer: '/occurredAt', code }]);
}

/** How many days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
