import express, { type Request, type RequestHandler, type Response } from 'express';
import { forbidden, invalid, unauthenticated, unsupported } from '../../errors.ts';
import { idempotencyKey } from '../../http/idempotency.ts';
import { localsOf } from '../../http/locals.ts';
import type { Services } from '../../services.ts';
import type { Cause } from '../intent.ts';
import type { ApiKey } from './api-keys.ts';
import { readForm, readJson, type Tree } from './form-body.ts';
import { holderOfKey } from './key-holder.ts';
import { refuseKeyGuesser } from './wrong-keys.ts';

/** One request of a program with a valid key. */
export interface ApiRequest {
  key: ApiKey;
  /** The `:id` of the address, or ''. */
  id: string;
  /** What the query (GET) or the body (POST) carries, unread. */
  parameters: Tree;
  /** Method and path: the same Idempotency-Key elsewhere is another key. */
  address: string;
  /** What this request is called by whatever it makes happen. */
  cause: Cause;
  /** The version of Stripe's API that the program speaks, without its betas; null when it names none. */
  apiVersion: string | null;
  at: Date;
}

export interface ApiAnswer {
  body: object;
  /** The first answer to this Idempotency-Key, given again. */
  isReplay?: boolean;
}

/** A route for who has a key: the key first, then the body, then the work. */
export const keyed = (services: Services, handle: (request: ApiRequest) => Promise<ApiAnswer>): RequestHandler[] => {
  const work: RequestHandler = async (request, response) => {
    const { body, isReplay } = await handle(apiRequestOf(request, response, services.now()));
    if (isReplay) response.setHeader('Idempotent-Replayed', 'true');
    response.json(body);
  };
  return [authenticate(services), refuseStrangeHeaders, bodyAsText, work];
};

// 50 notes of 500 letters, each of which a form may write with nine.
const bodyAsText = express.text({ type: () => true, limit: '300kb' });

const keyOf = (response: Response): ApiKey => (response.locals as { apiKey: ApiKey }).apiKey;

const authenticate =
  ({ config, now }: Services): RequestHandler =>
  async (request, response, next) => {
    const at = now();
    const address = request.ip ?? '';
    refuseKeyGuesser(address, at);
    const secret = secretOf(request);
    if (secret === null) throw unauthenticated('api-key-missing');
    Object.assign(response.locals, { apiKey: await holderOfKey(secret, config.payments.apiKey, address, at) });
    next();
  };

/** Bearer, or the name of Basic with an empty password, as curl's `-u sk_…:` sends it. */
function secretOf({ headers }: Request): string | null {
  const [, scheme = '', credentials = ''] = /^(Bearer|Basic) +([\w.~+/-]+=*)$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] || null;
}

/** Headers with which Stripe's clients say whose money it is: to read past one would send it to another seller than they mean. */
const ofAnotherAccount = ['stripe-account', 'stripe-context'] as const;

const refuseStrangeHeaders: RequestHandler = (request, _response, next) => {
  const named = ofAnotherAccount.find((name) => request.headers[name] !== undefined);
  if (named !== undefined) throw forbidden('api-account-header', { header: headerNames[named] });
  next();
};

const headerNames = { 'stripe-account': 'Stripe-Account', 'stripe-context': 'Stripe-Context' };

function apiRequestOf(request: Request, response: Response, at: Date): ApiRequest {
  const { pathname, search } = new URL(request.originalUrl, 'http://localhost');
  return {
    key: keyOf(response),
    id: String(request.params.id ?? ''),
    parameters: request.method === 'POST' ? readBody(request) : readForm(search),
    address: `${request.method} ${pathname}`,
    cause: {
      requestId: requestIdOf(response),
      idempotencyKey: request.method === 'POST' ? (idempotencyKey(request, 1) ?? null) : null,
    },
    apiVersion: String(request.headers['stripe-version'] ?? '').split(';')[0] || null,
    at,
  };
}

function readBody(request: Request): Tree {
  const text = typeof request.body === 'string' ? request.body : '';
  if (text.trim() === '') return {};
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  if (/^application\/json\b/i.test(type)) return readJson(text);
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return readForm(text);
  throw unsupported('api-body-type');
}

// `2025-03-31.basil; custom_checkout_beta=v1`: a version and the betas of it that a client asks for; none concerns a transfer.
const versionPattern = /^\d{4}-\d\d-\d\d(\.[\w-]{1,30})?(; ?[\w-]{1,60}=v?\d{1,3}){0,20}$/;

/** What every answer below /v1 carries. */
export const stripeHeaders: RequestHandler = (request, response, next) => {
  const version = request.headers['stripe-version'];
  response.setHeader('Request-Id', requestIdOf(response));
  response.setHeader('Cache-Control', 'no-store');
  if (typeof version === 'string') {
    if (!versionPattern.test(version)) {
      throw invalid('api-version', { param: 'Stripe-Version', value: version.slice(0, 50) });
    }
    response.setHeader('Stripe-Version', version);
  }
  next();
};

const requestIdOf = (response: Response): string => `req_${localsOf(response).requestId.replaceAll('-', '')}`;
