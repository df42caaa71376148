import { Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { readFormKey } from '../http/form-key.ts';
import { actorOf } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { parse } from '../http/mistakes.ts';
import { sentFields } from '../http/sent-fields.ts';
import { findOrder } from '../orders/orders.ts';
import type { Services } from '../services.ts';
import { accountPages } from './accounts.pages.ts';
import { confirmReceived } from './confirmations.ts';
import { connectionPages } from './connections.pages.ts';
import { hostedPages } from './hosted.pages.ts';
import { ledgerPages } from './ledger.pages.ts';
import { owedFor } from './owed.ts';
import { posterPages } from './poster.pages.ts';
import { requestRefundPages } from './request-refunds.pages.ts';
import { statementPages } from './statements.pages.ts';
import { apiKeyPages } from './stripe/api-keys.pages.ts';
import { eventPages } from './stripe/events.pages.ts';
import { transferPages } from './transfers.pages.ts';

/** Every page of the room. */
export function paymentsPages(services: Services): Router {
  const router = Router();
  router.post('/don/:number/da-nhan-tien', async (request, response) => {
    const { _key } = parse(Key, sentFields(request));
    readFormKey(_key, response);
    const { number } = request.params;
    localsOf(response).comeBackTo = `/don/${number}`;
    await confirmReceived(actorOf(request), number, services.now()).catch(unlessOwed(number));
    response.redirect(303, `/don/${number}`);
  });
  return router.use(
    hostedPages(services),
    ledgerPages(services),
    statementPages(),
    requestRefundPages(),
    transferPages(),
    accountPages(),
    connectionPages(services),
    posterPages(services),
    apiKeyPages(services),
    eventPages(services),
  );
}

const Key = z.object({ _key: z.string().max(100).optional() });

// Money that came too late is written down; the order's page says so.
const unlessOwed =
  (number: string) =>
  async (error: unknown): Promise<void> => {
    const isOver = error instanceof DomainError && error.code === 'order-takes-no-payment';
    const order = isOver ? await findOrder(number) : null;
    if (!order || (await owedFor(order)) === null) throw error;
  };
