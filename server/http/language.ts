import type { Request, RequestHandler } from 'express';
import { firstLanguage, isLanguage, type Language, languages } from '../language.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { localPath } from './local-path.ts';
import { localsOf } from './locals.ts';
import { sentFields } from './sent-fields.ts';

/** The reader's language: `?lang=`, else the cookie, else what the browser prefers, else Vietnamese. */
export const chooseLanguage: RequestHandler = (request, response, next) => {
  localsOf(response).language = languageOf(request);
  next();
};

/** Keeps the language that was tapped and goes back to the page it was tapped on. */
export const switchLanguage: RequestHandler = (request, response) => {
  const { lang, back } = sentFields(request);
  if (isLanguage(lang)) writeCookie(response, 'lang', lang, { maxAgeSeconds: 365 * 86_400 });
  response.redirect(303, withoutLanguage(localPath(back) ?? '/'));
};

// An address that names a language would win over the choice that was just made.
function withoutLanguage(path: string): string {
  const url = new URL(path, 'http://here.invalid');
  url.searchParams.delete('lang');
  return url.pathname + url.search + url.hash;
}

function languageOf(request: Request): Language {
  const { lang } = request.query;
  if (isLanguage(lang)) return lang;
  const kept = readCookie(request, 'lang');
  if (isLanguage(kept)) return kept;
  return request.acceptsLanguages([...languages]) || firstLanguage;
}
