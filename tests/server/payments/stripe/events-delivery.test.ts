import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '../../../../server/payments/intents.ts';
import { succeedIntents } from '../../../../server/payments/intents.ts';
import { tellingOf } from '../../../../server/payments/stripe/deliver.ts';
import { claimDelivery, deliver, resendEvent, type Shop } from '../../../../server/payments/stripe/deliveries.ts';
import { EventModel } from '../../../../server/payments/stripe/event.ts';
import { getEvent, keepDueEvents } from '../../../../server/payments/stripe/events.ts';
import { useDatabase } from '../../../support/database.ts';
import { noon, testConfig } from '../../../support/services.ts';
import { aCommune } from '../../identity/makers.ts';
import { anAccount, aPack, aWaitingOrder } from '../makers.ts';
import { aReceiver, type Receiver } from './receiver.ts';

useDatabase();

const secret = 'whsec_of_tests';
let receiver: Receiver;
let commune: Awaited<ReturnType<typeof aCommune>>;
let packId: string;
let clock = noon;
const now = () => clock;
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

beforeAll(async () => {
  receiver = await aReceiver();
  commune = await aCommune();
  await anAccount(commune.sellers.household.id);
  packId = await aPack(commune.household.actor, 100);
});
afterAll(() => receiver.stop());
beforeEach(async () => {
  await EventModel.deleteMany({});
  clock = noon;
  receiver.received.length = 0;
  receiver.answer = (response) => response.writeHead(200).end();
});

const shop = (): Shop => ({ url: receiver.url, secret, publicOnly: false, timeoutMs: 2000 });
const telling = { ...tellingOf(testConfig()), hasReceiver: true };

/** An order's intent, whose two first events wait to be delivered. */
async function aTold(): Promise<Intent> {
  const { intent } = await aWaitingOrder(packId);
  await keepDueEvents(telling, noon);
  return intent;
}

/** Delivers whatever has come to its time. */
async function deliverAll(to = shop()): Promise<number> {
  for (let count = 0; ; count += 1) {
    const event = await claimDelivery(clock);
    if (event === null) return count;
    await deliver(event, to, now);
  }
}

const read = ({ body, headers }: Receiver['received'][number], at = clock) =>
  new Stripe('sk_test_of_nobody').webhooks.constructEvent(
    body,
    String(headers['stripe-signature']),
    secret,
    300,
    undefined,
    at.getTime(),
  );

const stored = async () => (await EventModel.find().sort({ type: 1 }).lean()).map(({ delivery }) => delivery);

describe('events on their way', () => {
  it('arrive signed, each once, and the receiver’s own Stripe library believes them', async () => {
    const intent = await aTold();
    await succeedIntents([{ number: intent.orderNumber ?? '', transfer: 'transfer', at: noon }]);
    await keepDueEvents(telling, noon);
    await Promise.all([deliverAll(), deliverAll(), deliverAll()]);
    const events = receiver.received.map((one) => read(one));
    expect(events.map(({ type }) => type).sort()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.succeeded',
    ]);
    const paid = events.find(({ type }) => type === 'payment_intent.succeeded');
    expect(paid?.data.object).toMatchObject({ id: intent.id, status: 'succeeded', amount_received: 60_000 });
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    for (const { state, sentAt, attempts } of await stored()) {
      expect({ state, sentAt, statuses: attempts.map(({ status }) => status) }).toEqual({
        state: 'sent',
        sentAt: noon,
        statuses: [200],
      });
    }
    expect(await deliverAll()).toBe(0);
  });

  it('are tried again for three days, ever more seldom, and then given up for people to see', async () => {
    await aTold();
    await EventModel.deleteOne({ type: 'payment_intent.created' });
    receiver.answer = (response) => response.writeHead(503).end();
    const triedAfter: number[] = [];
    for (let state = 'waiting'; state === 'waiting'; ) {
      triedAfter.push((clock.getTime() - noon.getTime()) / 1000);
      expect(await deliverAll()).toBe(1);
      const [delivery] = await stored();
      state = delivery?.state ?? 'none';
      clock = new Date((delivery?.nextAt ?? clock).getTime() - 1);
      expect(await deliverAll()).toBe(0);
      clock = delivery?.nextAt ?? clock;
    }
    const hour = 3600;
    expect(triedAfter.slice(0, 5)).toEqual([0, 5, 65, 365, 2165]);
    expect(triedAfter.map((seconds) => Math.floor(seconds / hour)).slice(5)).toEqual([2, 7, 17, 29, 41, 53, 65, 72]);
    expect((await stored())[0]).toMatchObject({ state: 'given-up', nextAt: null, tries: 13 });
    clock = later(100 * hour);
    expect(await deliverAll()).toBe(0);
    const id = String((await EventModel.findOne().lean())?._id);
    expect((await getEvent(id, null)).delivery.attempts.map(({ failure }) => failure)).toEqual(
      Array.from({ length: 13 }, () => 'status'),
    );
  });

  it('go out again when an officer says so, for three days more', async () => {
    await aTold();
    await deliverAll();
    const id = String((await EventModel.findOne().lean())?._id);
    await expect(resendEvent(commune.household.actor, id, true, noon)).rejects.toThrow('not-for-your-role');
    await expect(resendEvent(commune.officer.actor, id, false, noon)).rejects.toThrow('no-webhook-receiver');
    await expect(resendEvent(commune.officer.actor, 'evt_none', true, noon)).rejects.toThrow('api-no-such-event');
    clock = later(90_000);
    await resendEvent(commune.officer.actor, id, true, clock);
    expect((await getEvent(id, null)).delivery).toMatchObject({ state: 'waiting', nextAt: clock, tries: 0 });
    expect(await deliverAll()).toBe(1);
    const ids = receiver.received.map((one) => (JSON.parse(one.body) as { id: string }).id);
    expect(ids.filter((one) => one === id)).toHaveLength(2);
    expect((await getEvent(id, null)).delivery.attempts).toHaveLength(2);
  });

  it('are free again half a minute after the process that took them died', async () => {
    await aTold();
    expect(await claimDelivery(clock)).not.toBeNull();
    expect(await claimDelivery(clock)).not.toBeNull();
    expect(await deliverAll()).toBe(0);
    clock = later(31);
    expect(await deliverAll()).toBe(2);
    expect((await stored()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('are kept with their last twenty tries', async () => {
    await aTold();
    receiver.answer = (response) => response.writeHead(302, { Location: '/' }).end();
    for (let round = 0; round < 3; round += 1) {
      for (const { _id } of await EventModel.find().lean()) await resendEvent(commune.officer.actor, _id, true, clock);
      for (let tries = 0; tries < 7; tries += 1) {
        await deliverAll();
        clock = new Date(clock.getTime() + 13 * 3_600_000);
      }
    }
    const [delivery] = await stored();
    expect(delivery?.attempts).toHaveLength(20);
    expect(delivery?.attempts.at(-1)).toMatchObject({ status: 302, failure: 'redirect' });
    expect(receiver.received.every(({ path }) => path === '/hook')).toBe(true);
  });
});
