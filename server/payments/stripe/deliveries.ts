import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Actor } from '../../actor.ts';
import { conflict, forbidden, missing } from '../../errors.ts';
import { type Attempt, attemptsKept, leaseSeconds, nextTry } from './delivery.ts';
import { EventModel, type EventRecord, type PaymentEvent, readEvent } from './event.ts';
import { eventText } from './event-view.ts';
import { postWebhook, type Receiver, signatureOf } from './webhook.ts';

/** Where events go and what they are signed with. */
export interface Shop extends Receiver {
  secret: string;
}

/**
 * Takes an event whose time has come. Of several processes each gets another one: who takes it has it to itself for half a
 * minute, which is longer than a try may last.
 */
export async function claimDelivery(at: Date): Promise<PaymentEvent | null> {
  const until = new Date(at.getTime() + leaseSeconds * 1000);
  const record = await EventModel.findOneAndUpdate(
    { 'delivery.state': 'waiting', 'delivery.nextAt': { $lte: at } },
    { $set: { 'delivery.nextAt': until, 'delivery.claim': randomUUID() }, $inc: { 'delivery.tries': 1 } },
    { sort: { 'delivery.nextAt': 1 }, returnDocument: 'after' },
  ).lean<EventRecord>();
  return record && readEvent(record);
}

/** Tries to deliver an event that was taken, once, and notes what became of it. */
export async function deliver(event: PaymentEvent, shop: Shop, now: () => Date): Promise<void> {
  const at = now();
  const began = performance.now();
  const text = eventText(event);
  const sent = await postWebhook(shop, text, signatureOf(text, shop.secret, at));
  const attempt = { at, ...sent, durationMs: Math.round(performance.now() - began) };
  if (sent.failure === null) await noteSent(event, attempt, now());
  else await noteFailed(event, attempt, now());
}

// Whoever else has taken it by now: the receiver has it.
async function noteSent({ id }: PaymentEvent, attempt: Attempt, at: Date): Promise<void> {
  await EventModel.updateOne(
    { _id: id },
    {
      $set: { 'delivery.state': 'sent', 'delivery.nextAt': null, 'delivery.claim': null, 'delivery.sentAt': at },
      $push: pushed(attempt),
    },
  );
}

async function noteFailed({ id, delivery }: PaymentEvent, attempt: Attempt, at: Date): Promise<void> {
  const next = nextTry(delivery.tries, delivery.since, at);
  const state = next === null ? 'given-up' : 'waiting';
  await EventModel.updateOne(
    { _id: id, 'delivery.claim': delivery.claim },
    {
      $set: { 'delivery.state': state, 'delivery.nextAt': next, 'delivery.claim': null },
      $push: pushed(attempt),
    },
  );
}

const pushed = (attempt: Attempt) => ({ 'delivery.attempts': { $each: [attempt], $slice: -attemptsKept } });

/**
 * Lets an event be sent again from now on, for three days, whatever became of it before.
 * @throws forbidden('not-for-your-role') but for an officer, conflict('no-webhook-receiver'), missing('api-no-such-event')
 */
export async function resendEvent(actor: Actor, id: string, hasReceiver: boolean, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  if (!hasReceiver) throw conflict('no-webhook-receiver');
  const { matchedCount } = await EventModel.updateOne(
    { _id: id },
    {
      $set: {
        'delivery.state': 'waiting',
        'delivery.nextAt': at,
        'delivery.since': at,
        'delivery.tries': 0,
        'delivery.claim': null,
      },
    },
  );
  if (matchedCount === 0) throw missing('api-no-such-event', { param: 'id', value: id.slice(0, 100) });
}
