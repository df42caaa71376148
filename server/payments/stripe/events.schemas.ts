import { z } from 'zod';
import { type IntentEventType, intentEventTypes } from '../intent.ts';
import type { WantedEvents } from './events.ts';
import { ListParameters, type WantedList } from './payment-intents.schemas.ts';

const name = z.string().max(100);

/** `types[]=a`, `types[0]=a` or JSON. */
const Names = z.preprocess(
  (value) => (typeof value === 'object' && value !== null ? Object.values(value) : value),
  z.array(name).min(1).max(20),
);

const Flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'api-not-a-boolean',
);

/** Stripe's parameters of a list of events. A name may be one we never send: then nothing is found under it. */
export const EventListParameters = ListParameters.safeExtend({
  type: name.optional(),
  types: Names.optional(),
  delivery_success: Flag.optional(),
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
function typesOf(names: readonly string[] | undefined): { types?: readonly IntentEventType[] } {
  if (names === undefined) return {};
  const isMeant = (type: IntentEventType) =>
    names.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : type === one));
  return { types: intentEventTypes.filter(isMeant) };
}

/** Seconds since 1970 as instants: a second lasts until the next one begins. */
function rangeOf(created: WantedList['created']) {
  const { gt, gte, lt, lte } = created ?? {};
  const from = [gte, gt === undefined ? undefined : gt + 1].filter((one) => one !== undefined);
  const until = [lt, lte === undefined ? undefined : lte + 1].filter((one) => one !== undefined);
  return {
    ...(from.length > 0 && { from: instant(Math.max(...from)) }),
    ...(until.length > 0 && { until: instant(Math.min(...until)) }),
  };
}

// Beyond what a Date can tell there is nothing either.
const furthest = 8_640_000_000_000;
const instant = (second: number): Date => new Date(Math.min(Math.max(second, 0), furthest) * 1000);
