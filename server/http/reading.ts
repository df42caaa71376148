import type { RequestHandler } from 'express';
import { missing } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { localsOf } from './locals.ts';
import { findSentence } from './messages.ts';
import { render } from './views.ts';

/** `/problems/{code}`: what a problem's `type` points at, in words. */
export const problemPage: RequestHandler<{ code: string }> = (request, response) => {
  const { code } = request.params;
  const explained = findSentence(localsOf(response).language, `problems.${code}`);
  if (explained === null) throw missing('page-not-found');
  render(response, 'problem-code', { code, explained }, { title: code });
};

/** `/api`: the machine routes as a page that a person can read. */
export const apiPage =
  (endpoints: readonly Endpoint[]): RequestHandler =>
  (_request, response) => {
    const rows = endpoints.map(({ method, path, summary, who, problems }) => ({
      method: method.toUpperCase(),
      path: `/api/v1${path}`,
      summary,
      who: who === 'anyone' ? 'anyone' : who.join(', '),
      problems: problems.join(', '),
    }));
    render(response, 'api', { rows }, { title: 'API' });
  };
