import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import { forbidden } from '../errors.ts';
import { localsOf } from './locals.ts';

/**
 * The hidden key of a form: it makes a form that is sent twice act once, and, signed for the session, proves that the
 * form came from our page.
 */
export function newFormKey(response: Response): string {
  const { actor } = localsOf(response);
  const random = randomBytes(18).toString('base64url');
  const key = `${random}.${mac(random, response)}`;
  return actor === null ? key : `${key}.${actor.accountId}.${ownerMac(random, actor.accountId, response)}`;
}

/** For whom a form was shown, though the session is over by now; null for a guest's, a foreign or a changed key. */
export function ownerOf(key: unknown, response: Response): string | null {
  const [random = '', , accountId = '', signature = ''] = typeof key === 'string' ? key.split('.') : [];
  return accountId !== '' && isSame(signature, ownerMac(random, accountId, response)) ? accountId : null;
}

/**
 * Checks the hidden key of a form that arrived. A guest's form may have none (public pages are cached).
 * @throws forbidden('form-outdated') for a missing, foreign or changed key
 */
export function readFormKey(key: unknown, response: Response): string | null {
  if (key === undefined && localsOf(response).actor === null) return null;
  const [random = '', signature = ''] = typeof key === 'string' ? key.split('.') : [];
  if (!isSame(signature, mac(random, response))) throw forbidden('form-outdated');
  return random;
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const mac = (random: string, response: Response): string =>
  sign(`form ${localsOf(response).actor?.sessionId ?? 'guest'} ${random}`, response);

const ownerMac = (random: string, accountId: string, response: Response): string =>
  sign(`form of ${accountId} ${random}`, response);

const sign = (text: string, response: Response): string =>
  createHmac('sha256', localsOf(response).services.config.sessionSecret).update(text).digest('base64url').slice(0, 22);
