import type { Request, RequestHandler, Response } from 'express';
import type { Actor, Role } from '../actor.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import { localsOf } from './locals.ts';

/** Who may use a route: a list of roles, or everybody. */
export type Who = readonly Role[] | 'anyone';

/** Who sells, and so may change what is a seller's. */
export const sellers = ['household', 'cooperative'] as const;
/** Everybody who signs in. */
export const everybody = [...sellers, 'officer'] as const;

/** Who is asking, or null. */
export const visitor = (request: Request): Actor | null => localsOf(request.res as Response).actor;

/**
 * Who is asking.
 * @throws unauthenticated('sign-in-needed'): machines get 401, people the sign-in page.
 */
export function actorOf(request: Request): Actor {
  const actor = visitor(request);
  if (actor === null) throw unauthenticated('sign-in-needed');
  return actor;
}

/**
 * Lets only these roles pass.
 * @throws unauthenticated('sign-in-needed'), forbidden('not-for-your-role')
 */
export const requireRole =
  (...roles: Role[]): RequestHandler =>
  (request, _response, next) => {
    admit(roles, visitor(request));
    next();
  };

/** As `requireRole`, for a route declared as data. */
export function admit(who: Who, actor: Actor | null): void {
  if (who === 'anyone') return;
  if (actor === null) throw unauthenticated('sign-in-needed');
  if (!who.includes(actor.role)) throw forbidden('not-for-your-role');
}
