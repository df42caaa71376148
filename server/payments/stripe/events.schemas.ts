import { z } from 'zod';
import { type EventType, eventTypes } from '../intent.ts';
import type { WantedEvents } from './events.ts';
import { flag, list, type Seconds } from './fields.schemas.ts';
import { ListParameters } from './payment-intents.schemas.ts';

const name = z.string().max(100);

/** Stripe's parameters of a list of events. A name may be one we never send: then nothing is found under it. */
export const EventListParameters = ListParameters.safeExtend({
  type: name.optional(),
  types: list(name)
    .refine((names) => names.length > 0)
    .optional(),
  delivery_success: flag.optional(),
})
  .refine((read) => read.type === undefined || read.types === undefined, {
    path: ['types'],
    message: 'api-parameter-invalid',
  })
  .transform(
    (read): Omit<WantedEvents, 'sellerId'> => ({
      limit: read.limit,
      ...rangeOf(read.created),
      ...typesOf(read.type === undefined ? read.types : [read.type]),
      ...(read.delivery_success !== undefined && { states: statesOf(read.delivery_success) }),
      ...(read.starting_after !== undefined && { after: read.starting_after }),
      ...(read.ending_before !== undefined && { before: read.ending_before }),
    }),
  );

const statesOf = (isDelivered: boolean) =>
  isDelivered ? (['sent', 'kept'] as const) : (['waiting', 'given-up'] as const);

/** `payment_intent.*` stands for every name that begins so. */
function typesOf(names: readonly string[] | undefined): { types?: readonly EventType[] } {
  if (names === undefined) return {};
  const isMeant = (type: EventType) =>
    names.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one));
  return { types: eventTypes.filter(isMeant) };
}

function rangeOf({ from, until }: Seconds = {}) {
  return {
    ...(from !== undefined && { from: instant(from) }),
    ...(until !== undefined && { until: instant(until) }),
  };
}

// Beyond what a Date can tell there is nothing either.
const furthest = 8_640_000_000_000;
const instant = (second: number): Date => new Date(Math.min(Math.max(second, 0), furthest) * 1000);
