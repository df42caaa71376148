import { beforeAll, describe, expect, it } from 'vitest';
import { IntentModel } from '../../../../server/payments/intent-record.ts';
import { type Intent, succeedIntents } from '../../../../server/payments/intents.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { keptDays } from '../../../../server/payments/stripe/event.ts';
import { presentEvent } from '../../../../server/payments/stripe/event-view.ts';
import { dropOldEvents, getEvent, keepDueEvents, listEvents } from '../../../../server/payments/stripe/events.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { type Commune, daysAfter, minutesAfter } from '../../identity/makers.ts';
import { aMarket, anAccount, aPack, aWaitingOrder } from '../makers.ts';

useDatabase();

const telling = tellingOf(testConfig());
let commune: Commune;
let packId: string;

beforeAll(async () => {
  ({ commune, packId } = await aMarket(100));
});

const of = async ({ id }: Intent) =>
  (await listEvents({ sellerId: null, limit: 100 })).events
    .filter(({ intentId }) => intentId === id)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.type.localeCompare(b.type));

const told = async (intent: Intent) =>
  (await of(intent)).map((event) => {
    const { type, data } = presentEvent(event);
    const { status, amount_received } = data.object as unknown as { status: string; amount_received: number };
    return [type.replace('payment_intent.', ''), status, amount_received];
  });

describe('the events of an intent', () => {
  it('are made once of what it has to tell, however many make them', async () => {
    const { intent } = await aWaitingOrder(packId);
    expect(await of(intent)).toEqual([]);
    await Promise.all([1, 2, 3].map(() => keepDueEvents(telling, noon)));
    await succeedIntents([{ number: intent.orderNumber ?? '', transfer: 'transfer', at: minutesAfter(noon, 5) }]);
    await keepDueEvents(telling, minutesAfter(noon, 5));
    await keepDueEvents(telling, minutesAfter(noon, 6));
    expect(await told(intent)).toEqual([
      ['created', 'requires_action', 0],
      ['requires_action', 'requires_action', 0],
      ['succeeded', 'succeeded', 60_000],
    ]);
    expect((await IntentModel.findById(intent.id).lean())?.due).toEqual([]);
  });

  it('tell what was true then, although they are made late', async () => {
    const { intent } = await aWaitingOrder(packId);
    await succeedIntents([{ number: intent.orderNumber ?? '', transfer: 'transfer', at: minutesAfter(noon, 5) }]);
    await keepDueEvents(telling, minutesAfter(noon, 20));
    expect(await told(intent)).toEqual([
      ['created', 'requires_action', 0],
      ['requires_action', 'requires_action', 0],
      ['succeeded', 'succeeded', 60_000],
    ]);
    expect((await of(intent)).map(({ createdAt }) => createdAt)).toEqual([noon, noon, minutesAfter(noon, 5)]);
  });

  it('are not doubled when the process died before it could tick them off', async () => {
    const { intent } = await aWaitingOrder(packId);
    const owed = (await IntentModel.findById(intent.id).lean())?.due;
    await keepDueEvents(telling, noon);
    const first = await of(intent);
    await IntentModel.updateOne({ _id: intent.id }, { $set: { due: owed } });
    const another = await aWaitingOrder(packId);
    await keepDueEvents(telling, noon);
    expect(await of(intent)).toEqual(first);
    expect(await of(another.intent)).toHaveLength(2);
    expect((await IntentModel.findById(intent.id).lean())?.due).toEqual([]);
  });

  it('show the intent as the API does, and nothing of the buyer', async () => {
    const { intent } = await aWaitingOrder(packId);
    await keepDueEvents(telling, noon);
    const event = presentEvent((await of(intent)).at(-1) ?? (await getEvent('none', null)));
    expect(event).toMatchObject({
      object: 'event',
      type: 'payment_intent.requires_action',
      created: noon.getTime() / 1000,
      livemode: false,
      pending_webhooks: 0,
      data: { object: { id: intent.id, object: 'payment_intent', currency: 'vnd', amount: 60_000 } },
    });
    expect(JSON.stringify(event)).not.toMatch(/Nguyễn Văn Mua|912345678/);
  });

  it('are waiting for their receiver when there is one', async () => {
    const { intent } = await aWaitingOrder(packId);
    await keepDueEvents({ ...telling, hasReceiver: true }, noon);
    expect((await of(intent)).map(({ delivery }) => [delivery.state, delivery.nextAt])).toEqual([
      ['waiting', noon],
      ['waiting', noon],
    ]);
    expect(presentEvent((await of(intent))[0] ?? (await getEvent('none', null))).pending_webhooks).toBe(1);
  });

  it('are let go when they are old', async () => {
    const { intent } = await aWaitingOrder(packId);
    await keepDueEvents(telling, noon);
    await dropOldEvents(daysAfter(noon, keptDays));
    expect(await of(intent)).toHaveLength(2);
    await dropOldEvents(daysAfter(noon, keptDays + 1));
    expect(await of(intent)).toEqual([]);
  });
});

describe('the list of events', () => {
  it('is walked both ways and visits each once, although many happened at one instant', async () => {
    const sellerId = commune.sellers.neighbour.id;
    await anAccount(sellerId);
    const pack = await aPack(commune.neighbour.actor, 100);
    for (let minute = 0; minute < 4; minute += 1) await aWaitingOrder(pack, minutesAfter(noon, minute % 2));
    await keepDueEvents(telling, minutesAfter(noon, 5));
    const { events: all } = await listEvents({ sellerId, limit: 100 });
    expect(all).toHaveLength(8);
    expect(all.map(({ createdAt }) => createdAt)).toEqual([
      ...Array.from({ length: 4 }, () => minutesAfter(noon, 1)),
      ...Array.from({ length: 4 }, () => noon),
    ]);
    const idAt = (place: number) => all.at(place)?.id ?? '';
    const first = await listEvents({ sellerId, limit: 5 });
    const second = await listEvents({ sellerId, limit: 5, after: idAt(4) });
    expect([first, second]).toEqual([
      { events: all.slice(0, 5), hasMore: true },
      { events: all.slice(5), hasMore: false },
    ]);
    const back = await listEvents({ sellerId, limit: 3, before: idAt(7) });
    expect(back).toEqual({ events: all.slice(4, 7), hasMore: true });
    expect(await listEvents({ sellerId, limit: 3, before: idAt(2) })).toEqual({
      events: all.slice(0, 2),
      hasMore: false,
    });
    const { events: created } = await listEvents({
      sellerId,
      types: ['payment_intent.created'],
      limit: 9,
      until: minutesAfter(noon, 1),
    });
    expect(created.map(({ type, createdAt }) => [type, createdAt])).toEqual([
      ['payment_intent.created', noon],
      ['payment_intent.created', noon],
    ]);
  });

  it('knows nothing of other sellers', async () => {
    const [theirs] = (await listEvents({ sellerId: commune.sellers.neighbour.id, limit: 1 })).events;
    const sellerId = commune.sellers.household.id;
    await expect(getEvent(theirs?.id ?? '', sellerId)).rejects.toThrow('api-no-such-event');
    await expect(listEvents({ sellerId, limit: 1, after: theirs?.id ?? '' })).rejects.toThrow('api-no-such-event');
  });
});
