import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { forbidden } from '../errors.ts';
import { localsOf } from './locals.ts';

/** Headers of every answer: no script or style but our own files, no framing, no sniffing (ASVS 5.0 3.4). */
export const securityHeaders = (publicUrl: string): RequestHandler => {
  const secure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
  });
};

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write that another site's page started (ASVS 5.0 3.5.1): the browser says so in `Sec-Fetch-Site`, older ones
 * in `Origin`. A Bearer token or a bank's signature is never sent by a browser on its own, so those pass.
 */
export const refuseForeignForms: RequestHandler = (request, response, next) => {
  if (reading.has(request.method) || localsOf(response).proof === 'bearer' || isOwn(request, response)) return next();
  throw forbidden('foreign-form');
};

/** Whether the browser says where a form came from; old WebViews do not. */
export const saysWhereFrom = ({ headers }: Request): boolean =>
  headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;

function isOwn(request: Request, response: Response): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin !== undefined) return isOurOrigin(origin, request, response);
  // Old WebViews send neither: their forms carry a signed key, which form pages check, also those that sign in.
  return localsOf(response).proof === null || typeof request.headers['content-type'] !== 'string' || isForm(request);
}

function isOurOrigin(origin: string, request: Request, response: Response): boolean {
  if (origin === localsOf(response).services.config.publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

const isForm = (request: Request): boolean =>
  Boolean(request.is(['application/x-www-form-urlencoded', 'multipart/form-data'])) &&
  !request.originalUrl.startsWith('/api/');
