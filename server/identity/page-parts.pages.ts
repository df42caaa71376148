import type { RequestHandler, Response } from 'express';
import { actorOf } from '../http/guard.ts';
import { atOf, localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { isFresh } from './session.ts';

/** Sends who gave the PIN too long ago to give it again, and then back to this page. */
export const freshFirst: RequestHandler = (request, response, next) => {
  if (isFresh(actorOf(request).freshAt, atOf(response))) return next();
  response.redirect(303, `/ma-pin?next=${encodeURIComponent(request.originalUrl)}`);
};

/** The title of a page of this room, from the catalogue. */
export const titled = (response: Response, key: string, { name }: { name?: string } = {}) => ({
  title: sentence(localsOf(response).language, `identity.${key}`, name === undefined ? {} : { name }),
});
