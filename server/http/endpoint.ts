import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { unsupported } from '../errors.ts';
import type { Language } from '../language.ts';
import { wholeNumber } from './fields.ts';
import { admit, type Who } from './guard.ts';
import { idempotencyKey, once } from './idempotency.ts';
import { localsOf } from './locals.ts';
import { parse, parseJson } from './mistakes.ts';

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A program that proves itself by a key instead of a person's session. */
export interface Program {
  /** The only seller it is for; null: every seller. */
  sellerId: string | null;
}

/** What an endpoint's `handle` is given: everything parsed, nothing of HTTP. */
export interface Context<W extends Who = Who, P = unknown, Q = unknown, B = unknown> {
  actor: W extends 'anyone' ? Actor | null : Actor;
  params: P;
  query: Q;
  body: B;
  at: Date;
  language: Language;
  /** The network address that asks. */
  address: string;
  /** Where a key opens the route: who came with one and without a session. */
  program: Program | null;
  /** A stable id of this request under its Idempotency-Key, the same when it is retried after a crash; else null. */
  requestId: string | null;
}

/** A machine route as data: the router, OpenAPI and the visibility test all read it. */
export interface Endpoint {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below /api/v1, with `{name}` for parameters. */
  path: string;
  summary: string;
  tag: string;
  who: Who;
  params?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  body?: z.ZodType | undefined;
  status: number;
  answer: z.ZodType | null;
  problems: readonly string[];
  /** False for POSTs that an Idempotency-Key must not remember, such as sign-in. */
  idempotent: boolean;
  /** Whose key a Bearer token `sk_…` is, where programs may ask besides `who`. @throws when it is none */
  keyHolder?: KeyHolder | undefined;
  handle: (context: Context) => Promise<unknown>;
}

type KeyHolder = (secret: string, address: string, at: Date) => Promise<Program>;

interface Declared<W extends Who, P, Q, B, A> {
  method: Endpoint['method'];
  path: string;
  summary: string;
  tag: string;
  who: W;
  params?: P;
  query?: Q;
  body?: B;
  status?: number;
  answer: A;
  problems: readonly string[];
  idempotent?: boolean;
  keyHolder?: KeyHolder;
  handle: (context: Context<W, Output<P>, Output<Q>, Output<B>>) => Promise<A extends z.ZodType ? z.input<A> : void>;
}

/** Declares one machine route. */
export function endpoint<
  const W extends Who,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | null = null,
>(declared: Declared<W, P, Q, B, A>): Endpoint {
  const handle = declared.handle as Endpoint['handle'];
  return {
    ...declared,
    status: declared.status ?? (declared.answer === null ? 204 : 200),
    idempotent: declared.idempotent ?? true,
    handle,
  };
}

/** Query of every list: at most 100 rows, after the id of the last row seen. */
export const ListQuery = z.strictObject({
  limit: wholeNumber.pipe(z.number().min(1).max(100)).default(20),
  after: z.string().max(100).optional(),
});

/** Answer of every list. */
export const listAnswer = <S extends z.ZodType>(view: S) => z.object({ data: z.array(view), hasMore: z.boolean() });

/** One more row than asked for tells whether there are more. */
export const toList = <T>(rows: T[], limit: number): { data: T[]; hasMore: boolean } => ({
  data: rows.slice(0, limit),
  hasMore: rows.length > limit,
});

/** The express router of a list of endpoints. */
export function apiRouter(endpoints: readonly Endpoint[]): Router {
  const router = Router();
  for (const one of endpoints) {
    router[one.method](one.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) => answer(one, request, response));
  }
  return router;
}

async function answer(one: Endpoint, request: Request, response: Response): Promise<void> {
  const { actor, language, services } = localsOf(response);
  const program = await admitAsker(one, request, response);
  if (one.body) requireJson(request);
  const context = contextOf(one, request, { actor, language, program, at: services.now() });
  const result = await (one.method === 'post' && one.idempotent ? doOnce(one, context, request) : run(one, context));
  response.status(result.status);
  if (result.body === undefined) response.end();
  else response.json(result.body);
}

function contextOf(
  one: Endpoint,
  request: Request,
  asking: Pick<Context, 'actor' | 'language' | 'program' | 'at'>,
): Context {
  return {
    ...asking,
    address: request.ip ?? '',
    params: one.params ? parse(one.params, { ...request.params }) : undefined,
    query: one.query ? parse(one.query, queryOf(request)) : undefined,
    body: one.body ? parseJson(one.body, request.body ?? {}) : undefined,
    requestId: null,
  };
}

/**
 * Lets those pass who may use an endpoint, by their session or by a key that it takes; also for files that stand beside it.
 * @returns who came with a key
 * @throws as `admit` and the endpoint's `keyHolder`
 */
export async function admitAsker(
  { who, keyHolder }: Pick<Endpoint, 'who' | 'keyHolder'>,
  request: Request,
  response: Response,
): Promise<Program | null> {
  const { actor, services } = localsOf(response);
  const [, secret] = /^Bearer (sk_\w+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (actor === null && keyHolder && secret) return keyHolder(secret, request.ip ?? '', services.now());
  admit(who, actor);
  return null;
}

async function run(one: Endpoint, context: Context) {
  const result = await one.handle(context);
  // Parsed once more on the way out, so that a field that was not declared cannot leak.
  return { status: one.status, body: one.answer === null ? undefined : one.answer.parse(result) };
}

function doOnce(one: Endpoint, context: Context, request: Request) {
  const key = idempotencyKey(request, context.actor === null ? 22 : 16);
  if (key === undefined) return run(one, context);
  const scope = `${context.actor?.accountId ?? 'guest'} ${one.method} ${request.path}`;
  localsOf(request.res as Response).replayed = true;
  return once({ scope, key, fingerprint: request.body }, (requestId) => {
    localsOf(request.res as Response).replayed = false;
    return run(one, { ...context, requestId });
  });
}

/** What an address asks for. The language is chosen for every request alike, before any endpoint looks. */
export function queryOf(request: Request): unknown {
  const { lang: _, ...query } = request.query;
  return query;
}

// What nobody reads leaves no body behind: who sent text or a form hears that it is JSON that is taken (contract), before
// anything else of the request is found wrong.
function requireJson(request: Request): void {
  const isEmpty = request.get('content-length') === '0';
  if (!isEmpty && request.is('application/json') === false) throw unsupported('body-not-json');
}
