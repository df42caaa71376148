import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import { readCookie, writeCookie } from '../http/cookies.ts';
import { localsOf } from '../http/locals.ts';
import { newToken } from './token.ts';

// Longer than browsers keep any cookie (400 days): the phone stays known when its session has run out.
const maxAgeSeconds = 400 * 86_400;

/**
 * The random name under which this browser is known, made on its first visit. It opens nothing by itself; it is the
 * "something you have" beside the PIN once an invitation was redeemed on it.
 */
export function deviceOf(request: Request, response: Response, config: Config): string {
  const locals = localsOf(response);
  if (locals.device) return locals.device;
  const secure = config.publicUrl.startsWith('https:');
  const name = secure ? '__Host-device' : 'device';
  const brought = readCookie(request, name);
  const device = brought && /^[\w-]{22}$/.test(brought) ? brought : newToken(128);
  writeCookie(response, name, device, { maxAgeSeconds, secure });
  locals.device = device;
  return device;
}
