import { model, Schema } from 'mongoose';
import {
  type Cause,
  type DueEvent,
  eventTypes,
  type Intent,
  intentStates,
  type MetadataEntry,
  type PayeeAccount,
} from './intent.ts';
import { type IntentRefund, refundStates } from './intent-refund.ts';

/** What is kept of an intent; its id is the document's. */
export interface IntentRecord extends Omit<Intent, 'id'> {
  _id: string;
  /** The request that made it through the API; null: none, or one without an Idempotency-Key. */
  request: IntentRequest | null;
  /** The request that last confirmed or canceled it, so that its repetition after a crash finds its own work. */
  movedBy: string | null;
  /** What its shop asked to be given back, in the order of the last change. */
  refunds: IntentRefund[];
  /** What the shop is still to be told, pushed by the very update that changed the state. */
  due: DueEvent[];
}

/** Makes a request that comes again find the intent it made: the record is its own idempotency key. */
export interface IntentRequest {
  /** Hash of who asked, where, and their Idempotency-Key. */
  key: string;
  /** The parameters as they were read: another text is another request, and from it the first answer is told again. */
  asked: string;
}

const bare = { _id: false } as const;
const account = new Schema<PayeeAccount>({ bin: String, bankName: String, number: String, holder: String }, bare);
const entry = new Schema<MetadataEntry>({ key: String, value: String }, bare);
const request = new Schema<IntentRequest>({ key: String, asked: String }, bare);
export const causeSchema = new Schema<Cause>(
  { requestId: String, idempotencyKey: { type: String, default: null } },
  bare,
);
const event = new Schema<DueEvent>(
  {
    id: String,
    type: { type: String, enum: eventTypes },
    at: Date,
    cause: { type: causeSchema, default: null },
    refundId: { type: String, default: null },
  },
  bare,
);

const refund = new Schema<IntentRefund>(
  {
    id: String,
    amountVnd: Number,
    state: { type: String, enum: refundStates },
    reason: { type: String, default: null },
    metadata: [entry],
    createdAt: Date,
    endedAt: { type: Date, default: null },
    by: { type: String, default: null },
    note: { type: String, default: null },
    photoId: { type: String, default: null },
    requestId: { type: String, default: null },
  },
  bare,
);

const schema = new Schema<IntentRecord>(
  {
    _id: { type: String, required: true },
    orderNumber: { type: String, default: null },
    sellerId: { type: String, required: true },
    reference: { type: String, required: true },
    amountVnd: { type: Number, required: true },
    payload: { type: String, required: true },
    state: { type: String, enum: intentStates, required: true },
    createdAt: { type: Date, required: true },
    lifeSeconds: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
    confirmedAt: { type: Date, default: null },
    succeededAt: { type: Date, default: null },
    canceledAt: { type: Date, default: null },
    cancellationReason: { type: String, default: null },
    paidBy: { type: String, default: null },
    account: { type: account, required: true },
    description: { type: String, default: null },
    metadata: [entry],
    revision: { type: Number, required: true },
    origin: { type: String, required: true },
    apiVersion: { type: String, default: null },
    secret: { type: String, required: true },
    request: { type: request, default: null },
    movedBy: { type: String, default: null },
    refunds: [refund],
    due: [event],
  },
  { versionKey: false, strict: 'throw' },
);

const whereText = (field: string) => ({ partialFilterExpression: { [field]: { $gt: '' } } });

schema.index({ orderNumber: 1 }, { unique: true, ...whereText('orderNumber') });
schema.index({ 'request.key': 1 }, { unique: true, ...whereText('request.key') });
// For ever: a transfer may come years later, and must not pay another order.
schema.index({ reference: 1 }, { unique: true });
schema.index({ state: 1, expiresAt: 1 });
schema.index({ sellerId: 1, amountVnd: 1, createdAt: -1 });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ 'refunds.id': 1 }, { unique: true, ...whereText('refunds.id') });
schema.index({ 'refunds.state': 1, sellerId: 1 }, { partialFilterExpression: { 'refunds.state': 'pending' } });
schema.index({ 'due.at': 1 }, { sparse: true });

export const IntentModel = model<IntentRecord>('Intent', schema, 'intents');

export const readIntent = (record: IntentRecord): Intent => ({
  id: record._id,
  orderNumber: record.orderNumber,
  sellerId: record.sellerId,
  reference: record.reference,
  amountVnd: record.amountVnd,
  payload: record.payload,
  state: record.state,
  createdAt: record.createdAt,
  lifeSeconds: record.lifeSeconds,
  expiresAt: record.expiresAt,
  confirmedAt: record.confirmedAt,
  succeededAt: record.succeededAt,
  canceledAt: record.canceledAt,
  cancellationReason: record.cancellationReason,
  paidBy: record.paidBy,
  account: {
    bin: record.account.bin,
    bankName: record.account.bankName,
    number: record.account.number,
    holder: record.account.holder,
  },
  description: record.description,
  metadata: record.metadata.map(({ key, value }) => ({ key, value })),
  revision: record.revision,
  origin: record.origin,
  // None before programs could say it.
  apiVersion: record.apiVersion ?? null,
  secret: record.secret,
});
