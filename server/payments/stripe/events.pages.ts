import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { nothing } from '../../http/fields.ts';
import { formPage } from '../../http/form-page.ts';
import { requireRole } from '../../http/guard.ts';
import { localsOf } from '../../http/locals.ts';
import { sentence } from '../../http/messages.ts';
import { parse } from '../../http/mistakes.ts';
import { render } from '../../http/views.ts';
import { findSellers } from '../../identity/sellers.ts';
import type { Services } from '../../services.ts';
import { shopOf } from './deliver.ts';
import { resendEvent } from './deliveries.ts';
import type { Attempt } from './delivery.ts';
import { presentEvent } from './event-view.ts';
import { getEvent, listEvents, type PaymentEvent } from './events.ts';

const path = '/su-kien-thanh-toan';
const tabs = ['all', 'waiting', 'given-up'] as const;
const pageSize = 20;

const Query = z.object({ loai: z.enum(tabs).catch('all'), sau: z.string().max(60).optional() });

/** `/su-kien-thanh-toan…`: the officer sees what shops were told of their payments and what became of it. */
export function eventPages(services: Services): Router {
  const receiver = shownAddress(shopOf(services.config)?.url);
  return Router()
    .get(path, requireRole('officer'), (request, response) => list(request, response, receiver))
    .use(
      formPage({
        path: `${path}/:id`,
        who: ['officer'],
        schema: nothing,
        view: 'payments/api-event',
        shown: async ({ params }) => {
          const event = await getEvent(params.id ?? '', null);
          const [row] = await presentRows([event]);
          const { attempts, nextAt, tries } = event.delivery;
          return {
            event: { ...row, tries, nextAt, attempts: attempts.toReversed() },
            content: JSON.stringify(presentEvent(event), null, 2),
            receiver,
          };
        },
        render: (_data, { response }) => titled(response),
        submit: async ({ actor, params, at }) => {
          const id = params.id ?? '';
          await resendEvent(actor, id, receiver !== null, at);
          return `${path}/${id}`;
        },
      }),
    );
}

async function list(request: Request, response: Response, receiver: string | null): Promise<void> {
  const { loai, sau } = parse(Query, { ...request.query });
  const { events, hasMore } = await listEvents({
    sellerId: null,
    limit: pageSize,
    ...(loai !== 'all' && { states: [loai] }),
    ...(sau !== undefined && { after: sau }),
  });
  const data = {
    tab: loai,
    tabs: tabs.map((tab) => ({ tab, isNow: tab === loai, url: `${path}?loai=${tab}` })),
    receiver,
    events: await presentRows(events),
    nextUrl: hasMore ? `${path}?loai=${loai}&sau=${events.at(-1)?.id ?? ''}` : null,
    previousUrl: null,
  };
  render(response, 'payments/api-events', data, titled(response));
}

const looks: Partial<Record<PaymentEvent['delivery']['state'], 'done' | 'wait' | 'stop'>> = {
  sent: 'done',
  waiting: 'wait',
  'given-up': 'stop',
};

async function presentRows(events: PaymentEvent[]) {
  const sellers = await findSellers([...new Set(events.map(({ sellerId }) => sellerId))]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return events.map(({ id, type, createdAt, sellerId, intentId, object, delivery }) => ({
    id,
    kind: type.replace('payment_intent.', '').replace('.', '_'),
    createdAt,
    seller: names.get(sellerId) ?? '?',
    intentId,
    amountVnd: (JSON.parse(object) as { amount: number }).amount,
    state: delivery.state,
    isWaiting: delivery.state === 'waiting',
    look: looks[delivery.state],
    sentAt: delivery.sentAt,
    failed: failureOf(delivery.attempts.at(-1)),
  }));
}

/** The last try when it failed; null also while there was none. */
const failureOf = (last: Attempt | undefined): Attempt | null => (last?.failure ? last : null);

/** Without what may be secret in it: a name and password, or a token behind the question mark. */
function shownAddress(url: string | undefined): string | null {
  if (url === undefined) return null;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

const titled = (response: Response) => ({ title: sentence(localsOf(response).language, 'payments.events.title') });
