import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { callBack } from '../../../../server/desk/recall.ts';
import { change } from '../../../../server/orders/order-changes.ts';
import { findOrder, sweepOrders } from '../../../../server/orders/orders.ts';
import { letOrderGo } from '../../../../server/payments/cancellations.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { presentEvent } from '../../../../server/payments/stripe/event-view.ts';
import { keepDueEvents, listEvents } from '../../../../server/payments/stripe/events.ts';
import { sweepPayments } from '../../../../server/payments/sweep.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { type Commune, minutesAfter } from '../../identity/makers.ts';
import { aMarket, aPack, aWaitingOrder } from '../makers.ts';

useDatabase();

type Waiting = Awaited<ReturnType<typeof aWaitingOrder>>;

const telling = tellingOf(testConfig());
const soon = minutesAfter(noon, 1);
let commune: Commune;
let packId: string;

beforeAll(async () => {
  ({ commune, packId } = await aMarket(100));
});

/** Every process sweeps and tells, twice; what the shop then hears of the end of this order's intent. */
async function toldOf({ intent }: Waiting, at = minutesAfter(noon, 2)) {
  for (const time of [at, minutesAfter(at, 1)]) {
    await Promise.all([sweepPayments(time), sweepPayments(time), sweepOrders(time)]);
    await Promise.all([keepDueEvents(telling, time), keepDueEvents(telling, time)]);
  }
  const { events } = await listEvents({ sellerId: null, types: ['payment_intent.canceled'], limit: 100 });
  return events
    .filter(({ intentId }) => intentId === intent.id)
    .map((event) => {
      const { data, request } = presentEvent(event);
      const { status, cancellation_reason: reason } = data.object as unknown as Stripe.PaymentIntent;
      return { status, reason, by: request.id };
    });
}

const once = (reason: string | null) => [{ status: 'canceled', reason, by: null }];

/** All that a process did before it died: the order is let go, and nobody above has heard of it. */
async function letGoAndDie({ order: { number } }: Waiting, by: string): Promise<void> {
  expect(await change(number, { to: 'cancelled', by, at: soon, only: { state: 'placed' } })).not.toBeNull();
}

describe('payment_intent.canceled of an order goes out once, with its reason', () => {
  it('when the buyer lets it go', async () => {
    const waiting = await aWaitingOrder(packId);
    await letOrderGo({ key: waiting.key }, waiting.order.number, soon);
    expect(await toldOf(waiting)).toEqual(once('requested_by_customer'));
  });

  it('when the seller lets it go, for which Stripe has no word', async () => {
    const waiting = await aWaitingOrder(packId);
    await letOrderGo(commune.cooperative.actor, waiting.order.number, soon);
    expect(await toldOf(waiting)).toEqual(once(null));
  });

  it('when its batch is called back', async () => {
    const waiting = await aWaitingOrder(await aPack(commune.household.actor, 5));
    const words = { vi: 'Mốc', en: 'Mould' };
    const [code = ''] = waiting.order.items.flatMap(({ taken }) => taken.map(({ batchCode }) => batchCode));
    await callBack(commune.officer.actor, code, { reason: words, advice: words }, soon);
    expect(await toldOf(waiting)).toEqual(once(null));
  });

  it('when its time is up', async () => {
    const waiting = await aWaitingOrder(packId);
    expect(await toldOf(waiting, minutesAfter(noon, 43))).toEqual([]);
    expect(await toldOf(waiting, minutesAfter(noon, 46))).toEqual(once('expired'));
    expect((await findOrder(waiting.order.number))?.state).toBe('expired');
  });

  it.each([
    ['buyer', 'requested_by_customer'],
    ['Lò Thị Mai', null],
    ['system', null],
  ])('when the process died after %s let it go', async (by, reason) => {
    const waiting = await aWaitingOrder(packId);
    await letGoAndDie(waiting, by);
    expect(await toldOf(waiting)).toEqual(once(reason));
  });

  it('also when nobody was there for longer than the code could be paid', async () => {
    const byBuyer = await aWaitingOrder(packId);
    const bySeller = await aWaitingOrder(packId);
    await letGoAndDie(byBuyer, 'buyer');
    await letGoAndDie(bySeller, 'Lò Thị Mai');
    expect(await toldOf(byBuyer, minutesAfter(noon, 600))).toEqual(once('requested_by_customer'));
    expect(await toldOf(bySeller, minutesAfter(noon, 600))).toEqual(once(null));
  });
});
