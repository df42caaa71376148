import type { RequestHandler } from 'express';
import { pino } from 'pino';
import { localsOf } from './locals.ts';
import { loggedError, withoutNumbers } from './log-mask.ts';

/** The program's log: one JSON line an event, never a secret, a phone number or a query string. */
export const log = pino({
  level: 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: loggedError },
});

/** One line a request, without its query (order keys travel there) and without the caller's address. */
export const logRequests: RequestHandler = (request, response, next) => {
  const started = performance.now();
  response.on('finish', () => {
    const ms = Math.round(performance.now() - started);
    const line = {
      requestId: localsOf(response).requestId,
      method: request.method,
      path: safePath(request.path),
      status: response.statusCode,
      ms,
    };
    if (response.statusCode >= 500) log.error(line);
    else log.debug(line);
  });
  next();
};

// An invite's token stands in the path: it signs a person in, so it is never written down; the address of a household is its name.
// Paths are matched without case.
const safePath = (path: string): string =>
  withoutNumbers(path.replace(/^\/moi\/.*/i, '/moi/…').replace(/^\/(ho|quay)\/.*/i, '/$1/…'));
