import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express, { type Express, type RequestHandler, Router } from 'express';
import { recordChanges } from './audit/recording.routes.ts';
import { diskFigures } from './database/disk.ts';
import { serveAssets, serveRootFiles } from './http/assets.ts';
import { refuseOnFullDisk } from './http/disk.ts';
import { apiRouter } from './http/endpoint.ts';
import { health } from './http/health.ts';
import { bringBackTyped } from './http/kept-form.ts';
import { chooseLanguage, switchLanguage } from './http/language.ts';
import { type FindActor, type Locals, localsOf } from './http/locals.ts';
import { logRequests } from './http/log.ts';
import { measureRequests, serveMetrics } from './http/metrics.ts';
import { openapi } from './http/openapi.ts';
import { closedWithoutOrdering } from './http/ordering.ts';
import { answerProblem, nothingHere } from './http/problem.ts';
import { apiPage, problemPage } from './http/reading.ts';
import { refuseForeignForms, securityHeaders } from './http/security.ts';
import { serveSecurityTxt } from './http/security-txt.ts';
import { identify, refuseOtherPerson } from './http/session.ts';
import { firstLanguage } from './language.ts';
import { receivedPhotos } from './media/received-photos.ts';
import { endpointsOf, filePaths, filesOf, pagesOf, stripeOf, webhooksOf } from './rooms.ts';
import type { Services } from './services.ts';

/** Everything that happens to a request, in order. */
export function createApp(services: Services, findActor: FindActor): Express {
  const endpoints = endpointsOf(services);
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', services.config.trustProxy);
  app.use(begin(services));
  app.use(securityHeaders(services.config.publicUrl));
  app.use(logRequests, measureRequests);
  app.use(compression());
  app.use('/assets', serveAssets());
  app.use(serveRootFiles());
  app.use(health());
  app.get('/metrics', serveMetrics);
  app.get('/.well-known/security.txt', serveSecurityTxt);
  app.use(chooseLanguage);
  if (services.config.mongodbUri === null) app.use(refuseOnFullDisk(() => freeOnDisk(services.config.dataDir)));
  app.use(closedWithoutOrdering());
  app.use(webhooksOf(services));
  app.use('/v1', stripeOf(services));
  app.use(identify(findActor));
  app.use(refuseForeignForms, refuseOtherPerson, recordChanges);
  const description = once(() => JSON.stringify(openapi(endpoints, services.config.publicUrl, filePaths)));
  app.get('/openapi.json', (_request, response) => response.type('json').send(description()));
  app.get('/api', apiPage(endpoints));
  app.use('/api/v1', express.json({ limit: '256kb' }), noStore, apiRouter(endpoints), filesOf(services));
  app.use('/api', nothingHere);
  app.use(pages(services));
  app.use(nothingHere);
  app.use(answerProblem);
  return app;
}

function pages(services: Services): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 500 }));
  router.post('/ngon-ngu', switchLanguage);
  router.get('/problems/:code', problemPage);
  router.use(bringBackTyped);
  router.use(pagesOf(services));
  return router;
}

// Made for the first who asks: it takes longer than any other answer.
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const freeOnDisk = async (dataDir: string): Promise<number> => (await diskFigures(dataDir)).free;

const begin =
  (services: Services): RequestHandler =>
  (_request, response, next) => {
    Object.assign(localsOf(response), {
      services,
      requestId: randomUUID(),
      language: firstLanguage,
      actor: null,
      proof: null,
      photoKeeper: receivedPhotos,
    } satisfies Locals);
    response.setHeader('X-Request-Id', localsOf(response).requestId);
    next();
  };

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'private, no-store');
  next();
};
