import { Router } from 'express';
import type { Services } from '../../services.ts';
import { accountRoutes } from './accounts.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { stripeHeaders } from './keyed.routes.ts';
import { paymentIntentRoutes } from './payment-intents.routes.ts';
import { refundRoutes } from './refunds.routes.ts';
import { answerStripeError, nothingOfStripe } from './stripe-errors.routes.ts';

/**
 * Everything below /v1, for Stripe's clients: whatever goes wrong here is answered in Stripe's shape. It stands before
 * sessions and the protection of forms, because a key is in every request and no browser sends one by itself.
 */
export const stripeApi = (services: Services): Router =>
  Router()
    .use(stripeHeaders)
    .use(paymentIntentRoutes(services))
    .use(refundRoutes(services))
    .use(eventRoutes(services))
    .use(accountRoutes(services))
    .use(nothingOfStripe)
    .use(answerStripeError);
