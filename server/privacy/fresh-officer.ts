import type { Actor } from '../actor.ts';
import { forbidden } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';

/** Who decides over somebody's data. @throws forbidden('not-for-your-role' | 'pin-needed') */
export function requireFreshOfficer(actor: Actor, at: Date): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
}
