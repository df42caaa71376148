import type { Request, Response } from 'express';
import type { DomainError } from '../errors.ts';
import { localsOf } from './locals.ts';
import { log } from './log.ts';

/**
 * Notes that somebody signed in asked for what is another seller's or not for their role: one line with the account, the
 * route as it is declared and the kind of thing, never an address, a name or what was sent (ASVS 5.0 16.2.5, 16.3.2).
 */
export function noteRefusal(error: DomainError | null, request: Request, response: Response): void {
  const { actor, requestId } = localsOf(response);
  if (!actor || !error || !isRefusal(error)) return;
  const { accountId, role } = actor;
  const { code, refused: thing } = error;
  log.warn({ requestId, accountId, role, method: request.method, route: routeOf(request), code, thing }, 'refused');
}

// To be asked for the PIN once more, or to send a form from an old page, happens to everybody.
const harmless = new Set(['pin-needed', 'form-outdated']);
const isRefusal = ({ kind, code, refused }: DomainError): boolean =>
  refused !== null || (kind === 'forbidden' && !harmless.has(code));

/** `/api/v1/batches/:code/events`: never the address itself, in which keys travel; null where a whole branch is closed. */
function routeOf({ route, originalUrl }: Request): string | null {
  const { path } = (route ?? {}) as { path?: unknown };
  if (typeof path !== 'string') return null;
  return originalUrl.startsWith('/api/') ? `/api/v1${path}` : path;
}
