import { Router } from 'express';
import { closedWithoutOrders, ordersNow } from '../platform.ts';
import { nothingHere } from './problem.ts';

/** What belongs to ordering is not there while the market only shows. */
export function closedWithoutOrdering(): Router {
  const router = Router();
  for (const { method, path } of closedWithoutOrders)
    router[method](path, (request, response, next) =>
      ordersNow() === 'nobody' ? nothingHere(request, response, next) : next(),
    );
  return router;
}
