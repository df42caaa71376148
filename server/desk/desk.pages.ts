import { Router } from 'express';
import { actorOf, requireRole } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import { communeSettingsPages } from './commune-settings.pages.ts';
import { orderListPages } from './order-list.pages.ts';
import { recallPages } from './recall.pages.ts';
import { shippingPages } from './shipping.pages.ts';
import { tallyFor } from './tally.ts';

/** Where everybody who works here starts: what waits, and the way to everything else. */
export function deskPages(services: Services): Router {
  const router = Router();
  router.get('/ban-lam-viec', requireRole('household', 'cooperative', 'officer'), async (request, response) => {
    const actor = actorOf(request);
    const [tally, sellers] = await Promise.all([tallyFor(actor), sellersActedFor(actor)]);
    render(response, 'desk/desk', {
      name: actor.name,
      role: actor.role,
      officer: actor.role === 'officer',
      cooperative: actor.role === 'cooperative',
      tally,
      sellerNames: sellers.filter(({ id }) => id === actor.sellerId).map(({ name }) => name),
    });
  });
  router.use(orderListPages(services), recallPages(services), shippingPages(services), communeSettingsPages(services));
  return router;
}
