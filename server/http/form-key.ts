import { createHmac, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { forbidden } from '../errors.ts';
import { isSameSecret } from '../same-secret.ts';
import { localsOf } from './locals.ts';
import { saysWhereFrom } from './security.ts';

/**
 * The hidden key of a form: it makes a form that is sent twice act once, and, signed for the session, proves that the
 * form came from our page.
 * @param browser of a form that opens a session: the name of the guest's browser, to which the key is bound as well
 */
export function newFormKey(response: Response, browser: string | null = null): string {
  const { actor } = localsOf(response);
  const random = randomBytes(18).toString('base64url');
  const key = `${random}.${mac(random, response)}`;
  if (actor !== null) return `${key}.${actor.accountId}.${ownerMac(random, actor.accountId, response)}`;
  return browser === null ? key : `${key}.${browserMac(random, browser, response)}`;
}

/**
 * Checks that a guest's key was shown to this very browser: whoever makes a page that signs others in as somebody else has
 * keys of their own browser only.
 * @throws forbidden('form-outdated')
 */
function requireOwnBrowser(key: unknown, browser: string, response: Response): void {
  const [random = '', , signature = ''] = typeof key === 'string' ? key.split('.') : [];
  if (!isSameSecret(signature, browserMac(random, browser, response))) throw forbidden('form-outdated');
}

/** For whom a form was shown, though the session is over by now; null for a guest's, a foreign or a changed key. */
export function ownerOf(key: unknown, response: Response): string | null {
  const [random = '', , accountId = '', signature = ''] = typeof key === 'string' ? key.split('.') : [];
  return accountId !== '' && isSameSecret(signature, ownerMac(random, accountId, response)) ? accountId : null;
}

/**
 * Checks the hidden key of a form that arrived. A guest's form may have none (public pages are cached).
 * @throws forbidden('form-outdated') for a missing, foreign or changed key
 */
export function readFormKey(key: unknown, response: Response): string | null {
  if (key === undefined && localsOf(response).actor === null) return null;
  const [random = '', signature = ''] = typeof key === 'string' ? key.split('.') : [];
  if (!isSameSecret(signature, mac(random, response))) throw forbidden('form-outdated');
  return random;
}

const mac = (random: string, response: Response): string =>
  sign(`form ${localsOf(response).actor?.sessionId ?? 'guest'} ${random}`, response);

const ownerMac = (random: string, accountId: string, response: Response): string =>
  sign(`form of ${accountId} ${random}`, response);

const browserMac = (random: string, browser: string, response: Response): string =>
  sign(`form in ${browser} ${random}`, response);

const sign = (text: string, response: Response): string =>
  createHmac('sha256', localsOf(response).services.config.sessionSecret).update(text).digest('base64url').slice(0, 22);

/** A form that opens a session is sent by the browser that it was shown to. @throws what `requireOwnBrowser` throws */
export function requireSameBrowser(
  browser: ((request: Request, response: Response) => string) | undefined,
  request: Request,
  response: Response,
): void {
  if (!browser || saysWhereFrom(request)) return;
  requireOwnBrowser((request.body as { _key?: unknown })?._key, browser(request, response), response);
}
