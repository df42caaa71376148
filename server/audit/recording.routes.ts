import type { Request, RequestHandler, Response } from 'express';
import { atOf, localsOf } from '../http/locals.ts';
import { log } from '../http/log.ts';
import { factsNamed } from '../http/messages.ts';
import { firstLanguage } from '../language.ts';
import { changesToldBy, type Told, type ToldChange } from '../told-changes.ts';
import { beginEntry, dropEntry, finishEntry } from './entries.ts';
import { deedKey, isTold } from './told.ts';

/**
 * Writes down every change that a signed-in person makes, whichever page or route takes it: who, when, what, and about which
 * thing. It is begun before the route is reached and finished before the answer leaves, so whoever got an answer finds it.
 */
export const recordChanges: RequestHandler = async (request, response, next) => {
  const { actor } = localsOf(response);
  if (actor === null || !isTold(request.method, request.path)) return next();
  const id = await beginEntry(actor, `${request.method} ${request.path}`, atOf(response));
  const made = noteMade(response);
  beforeEnd(response, () => settle(id, made, request, response));
  next();
};

type Made = () => unknown;

async function settle(id: string, made: Made, request: Request, response: Response): Promise<void> {
  // Nobody knows what a failure left behind: its entry stays as one that was begun.
  if (response.statusCode >= 500) return;
  if (response.statusCode >= 400 || localsOf(response).replayed) return dropEntry(id);
  const route = routeOf(request);
  const things = [...Object.values(request.params).flat(), ...idsIn(response.get('Location')), ...idsOf(made())];
  const done = { route, things: [...new Set(things)], said: saidIn(request, route), changes: changesOf(response) };
  await finishEntry(id, done, atOf(response));
}

/** `POST /lo/:code/buoc`, `POST /api/v1/batches/:code/events`. */
function routeOf(request: Request): string {
  const { path = request.path } = (request.route ?? {}) as { path?: string };
  return `${request.method} ${request.baseUrl}${path}`;
}

/** What a program was told of the thing that it made. */
function noteMade(response: Response): Made {
  let body: unknown = null;
  const json = response.json.bind(response);
  response.json = (answer) => {
    body = answer;
    return json(answer);
  };
  return () => body;
}

function idsOf(body: unknown): string[] {
  if (body === null || typeof body !== 'object') return [];
  const { code, number, id } = body as Record<string, unknown>;
  return [code, number, id].filter((one) => typeof one === 'string');
}

// `/nhan/6af…`, `/lo/K7P2M9Q4/cho-ban`: what a form leads to is what it made, or what it was about.
const idsIn = (location = ''): string[] =>
  (location.split(/[?#]/)[0] ?? '').split('/').filter((part) => /^[0-9A-Z]*\d[0-9A-Z]*$|^[0-9a-f]{24}$/.test(part));

const longest = 200;

/** Long texts are told by their beginning. */
function changesOf(response: Response): ToldChange[] {
  const { actor } = localsOf(response);
  const cut = (value: Told): Told => (typeof value === 'string' ? value.slice(0, longest) : value);
  return (actor === null ? [] : changesToldBy(actor)).map((one) => ({ ...one, from: cut(one.from), to: cut(one.to) }));
}

/** The facts that the sentence of this change names, as they were sent: what it does not name is not kept. */
function saidIn({ body }: Request, route: string): Record<string, string> {
  const sent = (body ?? {}) as Record<string, unknown>;
  const said = (factsNamed(deedKey(route)) ?? []).map((name) => [name, textOf(sent[name])]);
  return Object.fromEntries(said) as Record<string, string>;
}

/** Texts in several languages are kept in the first. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).slice(0, longest);
  return value !== null && typeof value === 'object' ? textOf((value as Record<string, unknown>)[firstLanguage]) : '';
}

/** Does the work once before the last of an answer is sent; an answer is not lost by work that fails. */
function beforeEnd(response: Response, work: () => Promise<void>): void {
  const end = response.end.bind(response) as (...given: unknown[]) => Response;
  let isEnding = false;
  response.end = ((...given: unknown[]) => {
    if (isEnding) return response;
    isEnding = true;
    work()
      .catch((error: unknown) => log.error({ err: error }, 'a change could not be finished in the audit'))
      .finally(() => end(...given));
    return response;
  }) as Response['end'];
}
