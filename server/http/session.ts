import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../actor.ts';
import type { Config } from '../config.ts';
import { forbidden } from '../errors.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { type FindActor, localsOf } from './locals.ts';

const ninetyDaysSeconds = 90 * 86_400;

/** Learns who is asking, from the session cookie or a Bearer token. A wrong or dead token means nobody. */
export const identify =
  (findActor: FindActor): RequestHandler =>
  async (request, response, next) => {
    const locals = localsOf(response);
    const { config, now } = locals.services;
    const bearer = bearerOf(request);
    const token = bearer ?? readCookie(request, cookieName(config));
    locals.findActor = findActor;
    locals.actor = token === null ? null : await findActor(token, now());
    locals.proof = locals.actor === null ? null : bearer === null ? 'cookie' : 'bearer';
    next();
  };

/**
 * Two people may use one phone: what one of them wrote there names its writer (`Expect-Account`), and is refused under the
 * session of the other.
 * @throws forbidden('other-person')
 */
export const refuseOtherPerson: RequestHandler = (request, response, next) => {
  const writer = request.headers['expect-account'];
  const { actor } = localsOf(response);
  if (writer !== undefined && actor !== null && writer !== actor.accountId) throw forbidden('other-person');
  next();
};

/** Gives the browser a new session: a new token at every sign-in, so that none can be planted beforehand. */
export function setSessionCookie(response: Response, token: string, config: Config): void {
  localsOf(response).opened = token;
  writeCookie(response, cookieName(config), token, { maxAgeSeconds: ninetyDaysSeconds, secure: isSecure(config) });
}

/**
 * Takes the request, and the browser, into a session that this form opened, now or when it was sent before; a session that
 * has ended since changes nothing.
 * @returns who is asking now
 */
export async function enterSession(response: Response, token: string): Promise<Actor | null> {
  const locals = localsOf(response);
  const actor = await locals.findActor?.(token, locals.services.now());
  if (!actor) return locals.actor;
  setSessionCookie(response, token, locals.services.config);
  locals.actor = actor;
  return actor;
}

export function clearSessionCookie(response: Response, config: Config): void {
  writeCookie(response, cookieName(config), '', { maxAgeSeconds: 0, secure: isSecure(config) });
}

const isSecure = (config: Config): boolean => config.publicUrl.startsWith('https:');

// `__Host-` needs Secure, which a browser does not give to plain http (RFC 6265bis section 4.1.3.2).
const cookieName = (config: Config): string => (isSecure(config) ? '__Host-session' : 'session');

function bearerOf(request: Request): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
