import { Router } from 'express';
import { nothing } from '../../http/fields.ts';
import type { Services } from '../../services.ts';
import { presentEvent } from './event-view.ts';
import { EventListParameters } from './events.schemas.ts';
import { getEvent, listEvents } from './events.ts';
import { type ApiAnswer, type ApiRequest, keyed } from './keyed.routes.ts';
import { readParameters } from './parameters.ts';

/** Events, below /v1: https://docs.stripe.com/api/events */
export const eventRoutes = (services: Services): Router =>
  Router()
    .get('/events', ...keyed(services, list))
    .get('/events/:id', ...keyed(services, retrieve));

async function list({ key, parameters }: ApiRequest): Promise<ApiAnswer> {
  const wanted = readParameters(EventListParameters, parameters);
  const { events, hasMore } = await listEvents({ ...wanted, sellerId: key.sellerId });
  return { body: { object: 'list', url: '/v1/events', has_more: hasMore, data: events.map(presentEvent) } };
}

async function retrieve({ key, id, parameters }: ApiRequest): Promise<ApiAnswer> {
  readParameters(nothing, parameters);
  return { body: presentEvent(await getEvent(id, key.sellerId)) };
}
