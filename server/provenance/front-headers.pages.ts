import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { securityHeaders } from '../http/security.ts';
import type { Services } from '../services.ts';

/** The headers of every kept page: the app's own protection, taken from the first answer and kept. */
export function headersOf({
  config,
}: Services): (request: IncomingMessage, response: ServerResponse) => OutgoingHttpHeaders {
  const protect = securityHeaders(config.publicUrl);
  let known: OutgoingHttpHeaders | null = null;
  return (request, response) => {
    if (known) return known;
    protect(request as Request, response as Response, () => {});
    known = {
      ...response.getHeaders(),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, no-cache',
      vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
    };
    return known;
  };
}
