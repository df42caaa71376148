import type { RequestHandler } from 'express';
import { missing } from '../errors.ts';
import { firstLanguage, otherLanguages } from '../language.ts';
import { localsOf } from './locals.ts';

/** Who reads an older copy asks again: the standard recommends less than a year. */
const goodDays = 180;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * `/.well-known/security.txt` (RFC 9116): whom to tell of a hole, drawn from SECURITY_CONTACT.
 * @throws missing where the operator named nobody
 */
export const serveSecurityTxt: RequestHandler = (_request, response) => {
  const { config, now } = localsOf(response).services;
  if (config.securityContact === null) throw missing('page-not-found');
  const expires = new Date(Math.floor(now().getTime() / dayMs + goodDays) * dayMs);
  const lines = [
    `Contact: ${config.securityContact}`,
    `Expires: ${expires.toISOString()}`,
    `Preferred-Languages: ${[firstLanguage, ...otherLanguages].join(', ')}`,
    `Canonical: ${config.publicUrl}/.well-known/security.txt`,
  ];
  response.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`);
};
