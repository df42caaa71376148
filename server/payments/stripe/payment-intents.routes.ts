import { Router } from 'express';
import type { z } from 'zod';
import { invalid } from '../../errors.ts';
import { once } from '../../http/idempotency.ts';
import type { Services } from '../../services.ts';
import type { Intent } from '../intent.ts';
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
import {
  cancelPaymentIntent,
  confirmPaymentIntent,
  getPaymentIntent,
  type Named,
  updatePaymentIntent,
} from './payment-intents.ts';

/** PaymentIntents, below /v1: https://docs.stripe.com/api/payment_intents */
export function paymentIntentRoutes(services: Services): Router {
  const settings = services.config;
  const changing = <S extends z.ZodType>(schema: S, change: Change<S>) =>
    keyed(services, (request) => changeOnce(request, { schema, change, settings }));
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

type Change<S extends z.ZodType> = (named: Named, wanted: z.output<S>, at: Date) => Promise<Intent>;

interface Changing<S extends z.ZodType> {
  schema: S;
  change: Change<S>;
  settings: ViewSettings;
}

/** Does a change once for an Idempotency-Key; what cannot be read does not use the key up. */
async function changeOnce<S extends z.ZodType>(
  request: ApiRequest,
  { schema, change, settings }: Changing<S>,
): Promise<ApiAnswer> {
  const { key, id, parameters, cause, at } = request;
  const { idempotencyKey } = cause;
  const wanted = readParameters(schema, parameters);
  const run = async (requestId: string | null) =>
    presentIntent(await change({ key, id, requestId, cause }, wanted, at), settings);
  if (idempotencyKey === null) return { body: await run(null) };
  let isReplay = true;
  const scope = `${key.id} ${request.address}`;
  const answer = await once({ scope, key: idempotencyKey, fingerprint: parameters }, async (requestId) => {
    isReplay = false;
    return { status: 200, body: await run(requestId) };
  });
  return { body: answer.body as object, isReplay };
}
