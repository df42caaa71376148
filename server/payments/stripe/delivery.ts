import type { Failure } from './webhook.ts';

/** `kept`: nobody was there to send it to. `given-up`: the receiver did not take it for three days. */
export const deliveryStates = ['kept', 'waiting', 'sent', 'given-up'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One try to deliver an event. */
export interface Attempt {
  at: Date;
  status: number | null;
  durationMs: number;
  failure: Failure | null;
}

/** Where an event is on its way to the receiver. */
export interface Delivery {
  state: DeliveryState;
  /** When to try next, or, while somebody tries, until when nobody else does. */
  nextAt: Date | null;
  /** Since when it is tried: the event's birth, or when somebody asked for it again. */
  since: Date;
  tries: number;
  /** Who is trying: a token of this one try. */
  claim: string | null;
  sentAt: Date | null;
  /** The last of them. */
  attempts: Attempt[];
}

export const attemptsKept = 20;
export const leaseSeconds = 30;

const hour = 3600;
/** How long to wait after the first, second … failed try, in seconds. */
const waits = [5, 60, 300, 1800, 2 * hour, 5 * hour, 10 * hour];
const laterWaits = 12 * hour;
const giveUpAfter = 72 * hour;

/** When to try again after so many tries, the last time after exactly three days; null when they have passed. */
export function nextTry(tries: number, since: Date, at: Date): Date | null {
  const end = since.getTime() + giveUpAfter * 1000;
  if (at.getTime() >= end) return null;
  return new Date(Math.min(at.getTime() + (waits[tries - 1] ?? laterWaits) * 1000, end));
}

/** A new event's way: to the receiver at once, or nowhere when there is none. */
export const newDelivery = (hasReceiver: boolean, at: Date): Delivery => ({
  state: hasReceiver ? 'waiting' : 'kept',
  nextAt: hasReceiver ? at : null,
  since: at,
  tries: 0,
  claim: null,
  sentAt: null,
  attempts: [],
});
