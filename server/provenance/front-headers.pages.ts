import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { securityHeaders } from '../http/security.ts';
import type { Services } from '../services.ts';

type Headers = (request: IncomingMessage, response: ServerResponse) => OutgoingHttpHeaders;

/** The headers of every page from memory. */
export const headersOf = (services: Services): Headers =>
  protectedHeaders(services, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, no-cache',
    vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
  });

/** The app's own protection, taken from the first answer and remembered, and what else these answers say. */
export function protectedHeaders({ config }: Services, own: OutgoingHttpHeaders): Headers {
  const protect = securityHeaders(config.publicUrl);
  let known: OutgoingHttpHeaders | null = null;
  return (request, response) => {
    if (known) return known;
    protect(request as Request, response as Response, () => {});
    known = { ...response.getHeaders(), ...own };
    return known;
  };
}
