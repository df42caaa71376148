import { Router } from 'express';
import type { z } from 'zod';
import type { Services } from '../../services.ts';
import { type Change, changeOnce } from './change-once.routes.ts';
import { type ApiAnswer, type ApiRequest, keyed } from './keyed.routes.ts';
import { readParameters } from './parameters.ts';
import type { ViewSettings } from './payment-intent-view.ts';
import { presentRefund } from './refund-view.ts';
import { CreateRefund, ListRefunds, NoRefundParameters, UpdateRefund } from './refunds.schemas.ts';
import { cancelRefund, createRefund, getRefund, listRefunds, type Shown, updateRefund } from './refunds.ts';

/** Refunds, below /v1: https://docs.stripe.com/api/refunds */
export function refundRoutes(services: Services): Router {
  const settings = services.config;
  const changing = <S extends z.ZodType>(schema: S, change: Change<S, Shown>) =>
    keyed(services, (request) => changeOnce(request, { schema, change, present: (one) => present(one, settings) }));
  return Router()
    .get('/refunds', ...keyed(services, list(settings)))
    .post('/refunds', ...changing(CreateRefund, createRefund))
    .get('/refunds/:id', ...keyed(services, retrieve(settings)))
    .post('/refunds/:id', ...changing(UpdateRefund, updateRefund))
    .post('/refunds/:id/cancel', ...changing(NoRefundParameters, cancelRefund));
}

const retrieve =
  (settings: ViewSettings) =>
  async ({ key, id, parameters }: ApiRequest): Promise<ApiAnswer> => {
    readParameters(NoRefundParameters, parameters);
    return { body: present(await getRefund({ key, id }), settings) };
  };

const list =
  (settings: ViewSettings) =>
  async ({ key, parameters }: ApiRequest): Promise<ApiAnswer> => {
    const { refunds, hasMore } = await listRefunds(key, readParameters(ListRefunds, parameters));
    const data = refunds.map((one) => present(one, settings));
    return { body: { object: 'list', url: '/v1/refunds', has_more: hasMore, data } };
  };

const present = ({ refund, intentId }: Shown, settings: ViewSettings) => presentRefund(refund, intentId, settings);
