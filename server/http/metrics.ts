import type { Request, RequestHandler, Response } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { missing } from '../errors.ts';
import { isSameSecret } from '../same-secret.ts';
import { localsOf } from './locals.ts';

const registry = new Registry();
collectDefaultMetrics({ register: registry });
const durations = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer a request, by method and class of status',
  labelNames: ['method', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  registers: [registry],
});

const failures = new Counter({
  name: 'sweep_failures_total',
  help: 'Rounds of healing that failed, by room',
  labelNames: ['room'],
  registers: [registry],
});

/** Counts a round of healing that failed. */
export const countSweepFailure = (room: string): void => failures.inc({ room });

/** Counts every request; no path and no address, so nothing personal is in the figures. */
export const measureRequests: RequestHandler = (request, response, next) => {
  const stop = durations.startTimer();
  response.on('finish', () => stop({ method: request.method, status: `${Math.floor(response.statusCode / 100)}xx` }));
  next();
};

/** A figure of the business that is counted, by state, whenever Prometheus asks; left out when it cannot be counted just then. */
export function showFigures(name: string, help: string, count: () => Promise<Record<string, number>>): void {
  const gauge = new Gauge({ name, help, labelNames: ['state'], registers: [registry], collect });
  async function collect(): Promise<void> {
    const figures = await count().catch(() => ({}));
    gauge.reset();
    for (const [state, figure] of Object.entries(figures)) gauge.set({ state }, figure);
  }
}

/** `/metrics` for Prometheus: with METRICS_TOKEN as Bearer token, else only from this machine and not through a proxy. */
export const serveMetrics: RequestHandler = async (request, response) => {
  if (!maySee(request, response)) throw missing('page-not-found');
  response.type(registry.contentType).send(await registry.metrics());
};

function maySee(request: Request, response: Response): boolean {
  const { metricsToken } = localsOf(response).services.config;
  if (metricsToken === null) {
    const forwarded = request.headers.forwarded ?? request.headers['x-forwarded-for'];
    return forwarded === undefined && /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '');
  }
  return isSameSecret(request.headers.authorization ?? '', `Bearer ${metricsToken}`);
}
