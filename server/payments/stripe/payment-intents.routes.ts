import { Router } from 'express';
import type { z } from 'zod';
import { invalid } from '../../errors.ts';
import type { Services } from '../../services.ts';
import type { Intent } from '../intent.ts';
import { type Change, changeOnce } from './change-once.routes.ts';
import { type ApiAnswer, type ApiRequest, keyed } from './keyed.routes.ts';
import { readParameters } from './parameters.ts';
import { createPaymentIntent } from './payment-intent-creation.ts';
import { listPaymentIntents } from './payment-intent-lists.ts';
import { clientSecretOf, presentIntent, type ViewSettings } from './payment-intent-view.ts';
import {
  CancelParameters,
  ConfirmParameters,
  CreateParameters,
  ListParameters,
  RetrieveParameters,
  UpdateParameters,
} from './payment-intents.schemas.ts';
import { cancelPaymentIntent, confirmPaymentIntent, getPaymentIntent, updatePaymentIntent } from './payment-intents.ts';

/** PaymentIntents, below /v1: https://docs.stripe.com/api/payment_intents */
export function paymentIntentRoutes(services: Services): Router {
  const settings = services.config;
  const present = (intent: Intent) => presentIntent(intent, settings);
  const changing = <S extends z.ZodType>(schema: S, change: Change<S, Intent>) =>
    keyed(services, (request) => changeOnce(request, { schema, change, present }));
  return Router()
    .get('/payment_intents', ...keyed(services, list(settings)))
    .post('/payment_intents', ...keyed(services, create(services)))
    .get('/payment_intents/:id', ...keyed(services, retrieve(settings)))
    .post('/payment_intents/:id', ...changing(UpdateParameters, updatePaymentIntent))
    .post('/payment_intents/:id/confirm', ...changing(ConfirmParameters, confirmPaymentIntent))
    .post('/payment_intents/:id/cancel', ...changing(CancelParameters, cancelPaymentIntent));
}

const create =
  ({ config }: Services) =>
  async ({ key, parameters, cause, apiVersion, at }: ApiRequest): Promise<ApiAnswer> => {
    const wanted = readParameters(CreateParameters, parameters);
    const { defaultSeller } = config.payments;
    const { intent, isReplay } = await createPaymentIntent({ key, wanted, cause, apiVersion, defaultSeller }, at);
    return { body: presentIntent(intent, config), isReplay };
  };

const retrieve =
  (settings: ViewSettings) =>
  async ({ key, id, parameters }: ApiRequest): Promise<ApiAnswer> => {
    const { client_secret: secret } = readParameters(RetrieveParameters, parameters);
    const intent = await getPaymentIntent({ key, id });
    if (secret !== undefined && secret !== clientSecretOf(intent)) {
      throw invalid('api-client-secret', { param: 'client_secret' });
    }
    return { body: presentIntent(intent, settings) };
  };

const list =
  (settings: ViewSettings) =>
  async ({ key, parameters }: ApiRequest): Promise<ApiAnswer> => {
    const { intents, hasMore } = await listPaymentIntents(key, readParameters(ListParameters, parameters));
    const data = intents.map((intent) => presentIntent(intent, settings));
    return { body: { object: 'list', url: '/v1/payment_intents', has_more: hasMore, data } };
  };
