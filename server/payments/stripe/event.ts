import { model, Schema } from 'mongoose';
import { type Cause, type EventType, eventTypes } from '../intent.ts';
import { causeSchema } from '../intent-record.ts';
import { type Attempt, type Delivery, type DeliveryState, deliveryStates } from './delivery.ts';

/** How long events can be looked up and sent again; Stripe keeps them for 30 days. */
export const keptDays = 90;

/** Something that happened to an intent or a refund of it, as shops are told of it. Never changed but for its way to the receiver. */
export interface PaymentEvent {
  /** `evt_` and 24 hex digits, given when it happened. */
  id: string;
  type: EventType;
  createdAt: Date;
  sellerId: string;
  intentId: string;
  /** The intent, or its refund, as the API showed it then, as JSON text: a shop's notes may have names that no database field may have. */
  object: string;
  cause: Cause | null;
  /** The version that the intent's shop speaks; null: ours. */
  apiVersion: string | null;
  delivery: Delivery;
}

export interface EventRecord extends Omit<PaymentEvent, 'id'> {
  _id: string;
}

const attempt = new Schema<Attempt>(
  {
    at: { type: Date, required: true },
    status: { type: Number, default: null },
    durationMs: { type: Number, required: true },
    failure: { type: String, default: null },
  },
  { _id: false },
);

const delivery = new Schema<Delivery>(
  {
    state: { type: String, enum: deliveryStates, required: true },
    nextAt: { type: Date, default: null },
    since: { type: Date, required: true },
    tries: { type: Number, required: true },
    claim: { type: String, default: null },
    sentAt: { type: Date, default: null },
    attempts: [attempt],
  },
  { _id: false },
);

const schema = new Schema<EventRecord>(
  {
    _id: { type: String, required: true },
    type: { type: String, enum: eventTypes, required: true },
    createdAt: { type: Date, required: true },
    sellerId: { type: String, required: true },
    intentId: { type: String, required: true },
    object: { type: String, required: true },
    cause: { type: causeSchema, default: null },
    apiVersion: { type: String, default: null },
    delivery: { type: delivery, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ createdAt: -1, _id: -1 });
schema.index({ sellerId: 1, createdAt: -1, _id: -1 });
// Most events are delivered or only kept: these hold but the few that somebody still has to do with.
const whereState = (state: DeliveryState) => ({ partialFilterExpression: { 'delivery.state': state } });
schema.index({ 'delivery.nextAt': 1 }, whereState('waiting'));
schema.index({ 'delivery.state': 1, createdAt: -1, _id: -1 }, whereState('given-up'));

export const EventModel = model<EventRecord>('PaymentEvent', schema, 'payment_events');

export const readEvent = ({ _id, ...record }: EventRecord): PaymentEvent => ({
  id: _id,
  ...record,
  apiVersion: record.apiVersion ?? null,
});
