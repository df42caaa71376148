import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { type Unavailable, whyUnavailable } from '../database/unavailable.ts';
import {
  DomainError,
  type ErrorKind,
  type Mistake,
  malformed,
  missing,
  tooLarge,
  unavailable,
  unsupported,
} from '../errors.ts';
import { pageBefore } from './kept-form.ts';
import { localsOf } from './locals.ts';
import { log } from './log.ts';
import { loggedError } from './log-mask.ts';
import { findSentence, sentence } from './messages.ts';
import { noteRefusal } from './refusals.ts';
import { render } from './views.ts';

/** The only place that knows status numbers. */
const statuses: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  unavailable: 503,
};

export const statusOf = (error: DomainError): number => statuses[error.kind];

/** What was thrown, as RFC 9457 problem+json or as a page, by what the caller accepts. */
export const answerProblem: ErrorRequestHandler = (thrown: unknown, request, response, next) => {
  if (response.headersSent) return next(thrown);
  const error = domainErrorOf(thrown);
  noteFailure(error, thrown, response);
  noteRefusal(error, request, response);
  const proof = wantsPage(request) ? proofPath(error, request) : null;
  if (proof !== null) return response.redirect(303, proof);
  const problem = problemOf(error, request, response);
  tellWhenToRetry(error, problem.status, response);
  if (wantsPage(request)) render(response, 'problem', { problem }, { status: problem.status, title: problem.title });
  else response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
};

/** One line for what only the operator can mend: what nobody expected, and a database that is gone or full. */
export function noteFailure(error: DomainError | null, thrown: unknown, response: Response): void {
  const { requestId } = localsOf(response);
  if (error === null) log.error({ err: thrown, requestId }, 'unexpected');
  else if (error.cause instanceof Error)
    log.error({ requestId, code: error.code, why: loggedError(error.cause).message }, 'database');
}

function tellWhenToRetry(error: DomainError | null, status: number, response: Response): void {
  const seconds = error?.facts.retryAfterSeconds ?? (status === 503 ? 5 : null);
  if (seconds !== null) response.setHeader('Retry-After', String(seconds));
}

/** Where a person proves who they are, when that is all that is missing: by signing in, or by the PIN once more. */
function proofPath(error: DomainError | null, request: Request): string | null {
  const page = error?.kind === 'unauthenticated' ? '/dang-nhap' : error?.code === 'pin-needed' ? '/ma-pin' : null;
  return page && `${page}?next=${encodeURIComponent(nextPath(request))}`;
}

// A person who was sent away goes on where they were: on the page itself, or the one whose button they pressed.
function nextPath(request: Request): string {
  const { comeBackTo } = localsOf(request.res as Response);
  if (request.method === 'GET') return request.originalUrl;
  return comeBackTo ?? pageBefore(request) ?? '/ban-lam-viec';
}

/** Behind all routes: nothing is here. */
export const nothingHere: RequestHandler = (_request, _response, next) => next(missing('page-not-found'));

/** Browsers get pages, programs JSON; a program that says nothing gets JSON, and so does everything under /api. */
export const wantsPage = (request: Request): boolean =>
  !request.originalUrl.startsWith('/api/') && request.accepts(['json', 'html']) === 'html';

/** The sentence of one mistake in the reader's language. */
export const mistakeSentence = (mistake: Mistake, response: Response): string => {
  const { language } = localsOf(response);
  return (
    findSentence(language, `mistakes.${mistake.code}`, mistake.facts ?? {}) ??
    sentence(language, 'mistakes.wrong-format')
  );
};

/** The sentence of a problem in the reader's language. */
export function problemSentence(error: DomainError, response: Response): string {
  const { language } = localsOf(response);
  return findSentence(language, `problems.${error.code}`, error.facts) ?? sentence(language, `kinds.${error.kind}`);
}

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
}

function problemOf(error: DomainError | null, request: Request, response: Response): Problem {
  const { language, requestId, services } = localsOf(response);
  const kind = error?.kind ?? 'unexpected';
  const mistakes = (error?.mistakes ?? []).map((mistake) => ({
    pointer: mistake.pointer,
    detail: mistakeSentence(mistake, response),
  }));
  return {
    ...(error === null ? {} : error.members),
    type: `${services.config.publicUrl}/problems/${error?.code ?? 'unexpected'}`,
    title: sentence(language, `kinds.${kind}`),
    ...saidOf(error, response),
    instance: request.path,
    requestId,
    ...(mistakes.length > 0 ? { errors: mistakes } : {}),
  };
}

function saidOf(error: DomainError | null, response: Response): Pick<Problem, 'status' | 'detail'> {
  const { language, requestId } = localsOf(response);
  if (error === null) return { status: 500, detail: sentence(language, 'problems.unexpected', { requestId }) };
  return { status: statusOf(error), detail: problemSentence(error, response) };
}

/** Our own errors as they are; the body parsers' and the router's in our words; anything else null. */
export function domainErrorOf(thrown: unknown): DomainError | null {
  if (thrown instanceof DomainError) return thrown;
  const { type, status } = (thrown ?? {}) as { type?: string; status?: number };
  if (status === 413) return tooLarge('body-too-large');
  if (status === 415) return unsupported('body-not-readable');
  if (status === 400 || type === 'entity.parse.failed' || thrown instanceof URIError)
    return malformed('body-not-readable');
  const why = whyUnavailable(thrown);
  return why && Object.assign(unavailable(unavailableCodes[why], { retryAfterSeconds: 5 }), { cause: thrown });
}

const unavailableCodes: Record<Unavailable, string> = { lost: 'database-unavailable', 'disk-full': 'disk-full' };
