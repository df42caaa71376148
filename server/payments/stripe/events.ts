import { insertNew } from '../../database/insert-new.ts';
import { dayMs } from '../../days.ts';
import { missing } from '../../errors.ts';
import {
  type DueEvent,
  draftStates,
  type EventType,
  type Intent,
  type IntentEventType,
  intentEventTypes,
} from '../intent.ts';
import { IntentModel, type IntentRecord, readIntent } from '../intent-record.ts';
import type { IntentRefund } from '../intent-refund.ts';
import { refundOn } from '../intent-refunds.ts';
import { type DeliveryState, newDelivery } from './delivery.ts';
import { EventModel, type EventRecord, keptDays, type PaymentEvent, readEvent } from './event.ts';

export type { PaymentEvent } from './event.ts';

const atOnce = 200;

/** What an event keeps of its intent, and whether somebody is to be told of it. */
export interface Telling {
  present: (intent: Intent) => object;
  presentRefund: (refund: IntentRefund, intentId: string) => object;
  hasReceiver: boolean;
}

/**
 * Makes events of what intents still have to tell. The events first, then their marks on the intents go: cut
 * off in between, the next run finds the events there already. Safe on several nodes at once.
 * @returns whether there may be more
 */
export async function keepDueEvents(telling: Telling, at: Date): Promise<boolean> {
  const records = await IntentModel.find({ 'due.at': { $lte: at } })
    .limit(atOnce)
    .lean<IntentRecord[]>();
  if (records.length === 0) return false;
  const events = records.flatMap((record) =>
    record.due.map(({ id, type, at: createdAt, cause, refundId = null }) => ({
      _id: id,
      type,
      createdAt,
      sellerId: record.sellerId,
      intentId: record._id,
      object: JSON.stringify(toldOf(telling, record, { type, refundId })),
      cause,
      apiVersion: record.apiVersion ?? null,
      delivery: newDelivery(telling.hasReceiver, createdAt),
    })),
  );
  await insertNew(EventModel, events);
  await IntentModel.updateMany(
    { _id: { $in: records.map(({ _id }) => _id) } },
    { $pull: { due: { id: { $in: events.map(({ _id }) => _id) } } } },
  );
  return records.length === atOnce;
}

function toldOf(
  telling: Telling,
  record: IntentRecord,
  { type, refundId }: Pick<DueEvent, 'type' | 'refundId'>,
): object {
  const ofIntent = intentEventTypes.find((one) => one === type);
  if (ofIntent) return telling.present(asOf(readIntent(record), ofIntent));
  const refund = refundOn(record, refundId ?? '');
  // As it was when this happened.
  const then: Partial<IntentRefund> = type === 'refund.created' ? { state: 'pending' } : {};
  return refund ? telling.presentRefund({ ...refund, ...then }, record._id) : {};
}

/** The intent as it was when this happened: a run that comes late must not tell of money before it came. */
function asOf(intent: Intent, type: IntentEventType): Intent {
  if (type === 'payment_intent.succeeded' || draftStates.includes(intent.state)) return intent;
  const unpaid = { ...intent, paidBy: null, succeededAt: null };
  if (type === 'payment_intent.canceled') return { ...unpaid, state: 'canceled' };
  const waiting = { ...unpaid, canceledAt: null, cancellationReason: null };
  const wasShown =
    type === 'payment_intent.requires_action' || intent.confirmedAt?.getTime() === intent.createdAt.getTime();
  return wasShown
    ? { ...waiting, state: 'requires_action' }
    : { ...waiting, state: 'requires_confirmation', confirmedAt: null };
}

/** How many events are on their way to the receiver, and how many it never took. */
export async function countUndelivered(): Promise<Record<'waiting' | 'given-up', number>> {
  const [waiting, givenUp] = await Promise.all([
    EventModel.countDocuments({ 'delivery.state': 'waiting' }),
    EventModel.countDocuments({ 'delivery.state': 'given-up' }),
  ]);
  return { waiting, 'given-up': givenUp };
}

/** Lets go of events that nobody asks for any more. */
export async function dropOldEvents(at: Date): Promise<void> {
  await EventModel.deleteMany({ createdAt: { $lt: new Date(at.getTime() - keptDays * dayMs) } });
}

export interface WantedEvents {
  /** Only this seller's; null: everybody's. */
  sellerId: string | null;
  types?: readonly EventType[];
  states?: readonly DeliveryState[];
  /** From then on, and before then. */
  from?: Date;
  until?: Date;
  limit: number;
  /** The id of the event after which, or before which, the page lies. */
  after?: string;
  before?: string;
}

/**
 * Events, the newest first.
 * @throws missing('api-no-such-event') for a page beside an event that is not there
 */
export async function listEvents(wanted: WantedEvents): Promise<{ events: PaymentEvent[]; hasMore: boolean }> {
  const backwards = wanted.after === undefined && wanted.before !== undefined;
  const way = backwards ? 1 : -1;
  const place = { ...(await beyond(wanted, 'after')), ...(await beyond(wanted, 'before')) };
  const records = await EventModel.find({ ...filterOf(wanted), ...place })
    .sort({ createdAt: way, _id: way })
    .limit(wanted.limit + 1)
    .lean<EventRecord[]>();
  const events = records.slice(0, wanted.limit).map(readEvent);
  return { events: backwards ? events.toReversed() : events, hasMore: records.length > wanted.limit };
}

const filterOf = ({ sellerId, types, states, from, until }: WantedEvents) => ({
  ...(sellerId !== null && { sellerId }),
  ...(types && { type: { $in: [...types] } }),
  ...(states && { 'delivery.state': { $in: [...states] } }),
  ...((from ?? until) && { createdAt: { ...(from && { $gte: from }), ...(until && { $lt: until }) } }),
});

const cursors = { after: { param: 'starting_after', side: '$lt' }, before: { param: 'ending_before', side: '$gt' } };

/** What lies on that side of the page's neighbour. */
async function beyond(wanted: WantedEvents, place: 'after' | 'before') {
  const id = wanted[place];
  if (id === undefined) return {};
  const { param, side } = cursors[place];
  const { createdAt } = await getEvent(id, wanted.sellerId, param);
  return { $or: [{ createdAt: { [side]: createdAt } }, { createdAt, _id: { [side]: id } }] };
}

/** @throws missing('api-no-such-event'), for another seller's too */
export async function getEvent(id: string, sellerId: string | null, param = 'id'): Promise<PaymentEvent> {
  const record = await EventModel.findOne({ _id: id, ...(sellerId !== null && { sellerId }) }).lean<EventRecord>();
  if (!record) throw missing('api-no-such-event', { param, value: id.slice(0, 100) });
  return readEvent(record);
}
