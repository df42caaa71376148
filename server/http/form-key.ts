import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import { forbidden } from '../errors.ts';
import { localsOf } from './locals.ts';

/**
 * The hidden key of a form: it makes a form that is sent twice act once, and, signed for the session, proves that the
 * form came from our page.
 */
export function newFormKey(response: Response): string {
  const random = randomBytes(18).toString('base64url');
  return `${random}.${mac(random, response)}`;
}

/**
 * Checks the hidden key of a form that arrived. A guest's form may have none (public pages are cached).
 * @throws forbidden('form-outdated') for a missing, foreign or changed key
 */
export function readFormKey(key: unknown, response: Response): string | null {
  if (key === undefined && localsOf(response).actor === null) return null;
  const [random = '', signature = ''] = typeof key === 'string' ? key.split('.') : [];
  const expected = Buffer.from(mac(random, response));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw forbidden('form-outdated');
  return random;
}

function mac(random: string, response: Response): string {
  const { services, actor } = localsOf(response);
  return createHmac('sha256', services.config.sessionSecret)
    .update(`form ${actor?.sessionId ?? 'guest'} ${random}`)
    .digest('base64url')
    .slice(0, 22);
}
