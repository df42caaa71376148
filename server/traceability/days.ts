import { invalid, type Mistake } from '../errors.ts';
import { dayOf } from '../format.ts';

const dayMs = 86_400_000;

/** The day so many days after; null when there is no number of days. */
export function daysAfter(day: string, days: number | null): string | null {
  return days === null ? null : new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * Production is not in the future (a day of grace for clocks) nor long past, and expiry not before it.
 * @throws invalid('batch-mistaken')
 */
export function requireDays(wanted: { producedOn: string; expiresOn?: string | null | undefined }, at: Date): void {
  const { producedOn, expiresOn } = wanted;
  const mistakes: Mistake[] = [];
  if (producedOn > dayOf(new Date(at.getTime() + dayMs)))
    mistakes.push({ pointer: '/producedOn', code: 'in-the-future' });
  if (producedOn < dayOf(new Date(at.getTime() - 3650 * dayMs)))
    mistakes.push({ pointer: '/producedOn', code: 'too-long-ago' });
  if (expiresOn && expiresOn < producedOn) mistakes.push({ pointer: '/expiresOn', code: 'expires-before-produced' });
  if (expiresOn && expiresOn > (daysAfter(producedOn, 36_500) ?? ''))
    mistakes.push({ pointer: '/expiresOn', code: 'too-far-ahead' });
  if (mistakes.length > 0) throw invalid('batch-mistaken', {}, mistakes);
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
