import type { Request, Response } from 'express';

interface CookieOptions {
  /** How long the browser keeps it; without it, until the browser closes. */
  maxAgeSeconds?: number;
  secure?: boolean;
}

/** The value of one cookie, or null. */
export function readCookie(request: Request, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name && value !== undefined) return value.trim();
  }
  return null;
}

/**
 * Where to go on after a cookie was set in answer to a form: to `path`, with a word in its query when this browser brought none
 * at all, although every page before gave it some. The page there looks whether it has come (`isCookieless`) and says why not.
 */
export function afterCookie(request: Request, path: string): string {
  if (request.headers.cookie !== undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${newBrowser}`;
}

const newBrowser = 'trinh-duyet=moi';

/** Whether a browser that was just given a cookie came without any. */
export const isCookieless = (request: Request): boolean =>
  request.headers.cookie === undefined && request.originalUrl.includes(newBrowser);

/** Sets a cookie that scripts cannot read and other sites' forms do not send (ASVS 5.0 3.3). */
export function writeCookie(response: Response, name: string, value: string, options: CookieOptions = {}): void {
  response.cookie(name, value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: options.secure ?? false,
    ...(options.maxAgeSeconds === undefined ? {} : { maxAge: options.maxAgeSeconds * 1000 }),
    encode: String,
  });
}
