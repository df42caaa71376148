import type { Request, RequestHandler, Response } from 'express';
import type { Actor } from '../actor.ts';
import type { Config } from '../config.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { localsOf } from './locals.ts';

export type FindActor = (token: string, at: Date) => Promise<Actor | null>;

const ninetyDaysSeconds = 90 * 86_400;

/** Learns who is asking, from the session cookie or a Bearer token. A wrong or dead token means nobody. */
export const identify =
  (findActor: FindActor): RequestHandler =>
  async (request, response, next) => {
    const locals = localsOf(response);
    const { config, now } = locals.services;
    const bearer = bearerOf(request);
    const token = bearer ?? readCookie(request, cookieName(config));
    locals.actor = token === null ? null : await findActor(token, now());
    locals.proof = locals.actor === null ? null : bearer === null ? 'cookie' : 'bearer';
    next();
  };

/** Gives the browser a new session: a new token at every sign-in, so that none can be planted beforehand. */
export function setSessionCookie(response: Response, token: string, config: Config): void {
  writeCookie(response, cookieName(config), token, { maxAgeSeconds: ninetyDaysSeconds, secure: isSecure(config) });
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
