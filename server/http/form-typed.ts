import type { Request, Response } from 'express';
import { DomainError, type Mistake } from '../errors.ts';
import { answersTo } from './form-answer.ts';
import { fieldOf, formsOwn, readMultipartFields } from './form-data.ts';
import { keepTyped, pageBefore } from './kept-form.ts';
import type { KeptFields } from './locals.ts';
import { log } from './log.ts';
import { mistakeSentence, wantsPage } from './problem.ts';
import { sentFields } from './sent-fields.ts';

/** What a form page says of its fields that matters when they are shown or kept again. */
export interface Fields {
  secrets?: readonly string[];
  photos?: Readonly<Record<string, number>>;
  pinAgain?: unknown;
  get?: boolean;
}

/** The fields of a form as they were typed, without those that are never shown again. */
export const typed = (request: Request, { secrets = [] }: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(textsOf(sentFields(request))).filter(([name]) => !formsOwn.has(name) && !secrets.includes(name)),
  );

/** A mistake as a form's page shows it, with the question it asks. */
export const shownMistake = (one: Mistake, response: Response) => ({
  field: fieldOf(one.pointer),
  sentence: mistakeSentence(one, response),
  ...answersTo(one),
});

/** What a browser cannot be given back in the form and the person has to be told of. */
export function lostIn(request: Request, { photos = {}, secrets = [] }: Fields): KeptFields['lost'] {
  const fields = sentFields(request);
  const files = (request.files ?? {}) as Record<string, unknown[]>;
  return {
    photos: Object.keys(photos).some((name) => (files[name] ?? []).length > 0),
    secrets: secrets.some((name) => typeof fields[name] === 'string' && fields[name] !== ''),
  };
}

// What cannot be mended by typing again is a problem page of its own.
export const comesBack = ({ kind, code }: DomainError, { pinAgain }: Fields): boolean =>
  kind !== 'missing' && kind !== 'unauthenticated' && (code !== 'pin-needed' || pinAgain !== undefined);

/** Keeps what was typed when what was thrown sends the person away to sign in or to give the PIN. */
export async function keepWhenSentAway(error: unknown, request: Request, page: Fields): Promise<void> {
  const isSentAway = error instanceof DomainError && (error.kind === 'unauthenticated' || error.code === 'pin-needed');
  const path = page.get === false ? pageBefore(request) : request.originalUrl;
  if (!isSentAway || path === null || !wantsPage(request)) return;
  try {
    await keepSent(request, path, page);
  } catch (failure) {
    // Who cannot be helped in this has to sign in all the same.
    log.warn({ err: failure }, 'typed-text-not-kept');
  }
}

async function keepSent(request: Request, path: string, page: Fields): Promise<void> {
  const response = request.res as Response;
  // Who is not signed in is sent away before the form was read.
  const isUnread = page.photos !== undefined && request.body === undefined;
  const hadFiles = isUnread && (await readMultipartFields(request, response));
  const { photos, secrets } = lostIn(request, page);
  const fields = { values: typed(request, page), lost: { photos: photos || hadFiles, secrets } };
  const key = sentFields(request)._key;
  if (Object.values(fields.values).some((value) => value !== '')) await keepTyped(response, { path, key, fields });
}

export const textsOf = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
