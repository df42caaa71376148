import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { DomainError, type ErrorKind, missing } from '../../errors.ts';
import { localsOf } from '../../http/locals.ts';
import { findSentence, sentence } from '../../http/messages.ts';
import { domainErrorOf, noteFailure } from '../../http/problem.ts';
import { lookup } from '../../lookup.ts';

// Stripe's clients know an error by its status, `type` and `code`: https://docs.stripe.com/api/errors
const statuses: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 400,
  gone: 400,
  'too-large': 413,
  unsupported: 400,
  'too-many': 429,
  unavailable: 503,
};

interface Meaning {
  code?: string;
  type?: 'idempotency_error';
  status?: number;
  /** The same request may well succeed in a moment. */
  mayRetry?: boolean;
}

const unexpectedState = { code: 'payment_intent_unexpected_state' };
const meanings = lookup<Meaning>({
  'api-parameter-unknown': { code: 'parameter_unknown' },
  'api-parameter-missing': { code: 'parameter_missing' },
  'api-not-an-integer': { code: 'parameter_invalid_integer' },
  'api-limit': { code: 'parameter_invalid_integer' },
  'api-amount-too-small': { code: 'amount_too_small' },
  'api-amount-too-large': { code: 'amount_too_large' },
  'api-payment-method-type': { code: 'payment_intent_invalid_parameter' },
  'api-amount-fixed': unexpectedState,
  'api-not-confirmable': unexpectedState,
  'api-not-cancelable': unexpectedState,
  'api-intent-of-order': unexpectedState,
  'api-refund-of-order': unexpectedState,
  'api-not-refundable': unexpectedState,
  'api-already-refunded': { code: 'charge_already_refunded' },
  'api-no-such-refund': { code: 'resource_missing' },
  'api-no-such-intent': { code: 'resource_missing' },
  'api-no-such-event': { code: 'resource_missing' },
  'api-no-such-destination': { code: 'resource_missing' },
  'api-destination-without-account': { code: 'account_invalid' },
  'api-too-many-keys': { code: 'rate_limit' },
  'api-busy': { code: 'lock_timeout', mayRetry: true },
  'idempotency-key-reused': { type: 'idempotency_error' },
  'request-in-progress': {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    status: 409,
    mayRetry: true,
  },
});

/** What was thrown, in Stripe's shape. */
export const answerStripeError: ErrorRequestHandler = (thrown: unknown, request, response, next) => {
  if (response.headersSent) return next(thrown);
  const error = domainErrorOf(thrown);
  noteFailure(error, thrown, response);
  const meaning: Meaning = (error && meanings[error.code]) ?? {};
  const status = error === null ? 500 : (meaning.status ?? statuses[error.kind]);
  sayWhatToDo(response, { status, mayRetry: meaning.mayRetry, wait: error?.facts.retryAfterSeconds });
  const type = meaning.type ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  response.status(status).json({ error: { type, ...detailsOf(error, meaning, request, response) } });
};

interface Advice {
  status: number;
  mayRetry: boolean | undefined;
  wait: string | number | undefined;
}

function sayWhatToDo(response: Response, { status, mayRetry, wait }: Advice): void {
  response.setHeader('Stripe-Should-Retry', String(mayRetry ?? status >= 500));
  if (wait !== undefined) response.setHeader('Retry-After', String(wait));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="payments"');
}

/** Behind all routes below /v1: an unknown address, or a known one by a wrong method. */
export const nothingOfStripe: RequestHandler = (request) => {
  const path = new URL(request.originalUrl, 'http://localhost').pathname;
  throw missing('api-no-such-url', { value: `${request.method}: ${path.slice(0, 200)}` });
};

function detailsOf(error: DomainError | null, { code }: Meaning, request: Request, response: Response): object {
  const { requestId, services } = localsOf(response);
  // Who writes programs reads English, unless their program says Vietnamese.
  const language = request.acceptsLanguages('en', 'vi') === 'vi' ? 'vi' : 'en';
  if (error === null) return { message: sentence(language, 'problems.unexpected', { requestId }) };
  const message = findSentence(language, `problems.${error.code}`, error.facts);
  return {
    ...(code !== undefined && { code }),
    message: message ?? sentence(language, `kinds.${error.kind}`),
    ...(error.facts.param !== undefined && { param: error.facts.param }),
    doc_url: `${services.config.publicUrl}/problems/${error.code}`,
  };
}
