import { dayMs } from '../days.ts';
import { invalid } from '../errors.ts';

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
