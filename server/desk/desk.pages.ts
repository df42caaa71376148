import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { type Seller, sellersActedFor } from '../identity/sellers.ts';
import { integrations } from '../integration.ts';
import type { Services } from '../services.ts';
import { alertPages } from './alerts.pages.ts';
import { alertsFor } from './alerts.ts';
import { batchFilePages } from './batch-file.pages.ts';
import { communeSettingsPages } from './commune-settings.pages.ts';
import { familyPages } from './family.pages.ts';
import { firstSteps } from './first-steps.ts';
import { namedSourcePages } from './named-source.pages.ts';
import { orderListPages } from './order-list.pages.ts';
import { ownFilePages } from './own-file.pages.ts';
import { qualityPages } from './quality.pages.ts';
import { qualityCounts } from './quality.ts';
import { recallPages } from './recall.pages.ts';
import { returnRulesPages } from './return-rules.pages.ts';
import { shippingPages } from './shipping.pages.ts';
import { shownPhonePages } from './shown-phone.pages.ts';
import { tallyFor } from './tally.ts';

/** Where everybody who works here starts: what waits, and the way to everything else. */
export function deskPages(services: Services): Router {
  const router = Router();
  router.get('/ban-lam-viec', requireRole(...everybody), async (request, response) => {
    const actor = actorOf(request);
    const watches = actor.role !== 'household';
    const [tally, sellers, alerts, quality, first] = await Promise.all([
      tallyFor(actor, services.now()),
      sellersActedFor(actor),
      alertsFor(actor, dayOf(services.now())),
      watches ? qualityCounts(actor) : null,
      firstSteps(actor, services.now()),
    ]);
    render(response, 'desk/desk', {
      name: actor.name,
      own: { personId: actor.accountId, sellerId: actor.sellerId },
      role: actor.role,
      officer: actor.role === 'officer',
      cooperative: actor.role === 'cooperative',
      tally,
      first: first.map((step, place) => ({ ...step, place: place + 1 })),
      alerts: alerts.slice(0, 3),
      alertCount: alerts.length,
      watchCount: quality ? quality.outside + quality.untested + quality.doubted : 0,
      integrated: integratedWays(),
      ...stallOf(actor, sellers),
    });
  });
  router.use(familyPages(), alertPages(services), qualityPages(services), batchFilePages(services));
  router.use(
    orderListPages(services),
    recallPages(services),
    shippingPages(),
    returnRulesPages(),
    ownFilePages(services),
    shownPhonePages(),
    namedSourcePages(),
    communeSettingsPages(),
  );
  return router;
}

const integratedWays = () =>
  integrations.flatMap(({ officerDesk }) => officerDesk).map((way) => ({ hint: null, ...way }));

function stallOf({ sellerId }: Actor, sellers: readonly Seller[]) {
  const own = sellers.find(({ id }) => id === sellerId);
  return { stallUrl: own ? `/quay/${own.slug}/ban` : null, sellerNames: own ? [own.name] : [] };
}
