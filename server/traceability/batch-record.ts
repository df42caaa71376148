import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import type { Localized } from '../language.ts';
import type { Batch, BatchState, ChainVerdict, PackStock, Registration, UnitRange } from './batch.ts';
import { type EventRecord, readEvents } from './event.ts';
import type { Gate } from './gate.ts';

export interface StockRow {
  packId: string;
  /** Still in the house, held ones included. */
  onHand: number;
  /** On hand and held for nobody; the condition that keeps us from selling twice. */
  free: number;
  sold: number;
}

export interface Hold {
  order: string;
  packId: string;
  quantity: number;
  until: Date;
}

/** A batch with everything that must change together with it: history, stock and holds are one document. */
export interface BatchRecord extends Registration {
  _id: mongoose.Types.ObjectId;
  state: BatchState;
  stock: StockRow[];
  holds: Hold[];
  events: EventRecord[];
  /** The hash of the last event, or of the registration: a new event is written only on top of it. */
  head: string;
  recall: { reason: Localized; advice: Localized; at: Date } | null;
  /** Follows from the history; kept beside it so that holding packs can ask for it. */
  gate: Gate;
  /** Something measured lies outside its limit; follows from the history, kept beside it for those who watch quality. */
  outside: boolean;
  /** It has had certificates of its own: whether to look for them. */
  certified: boolean;
  /** The number of the next label. */
  nextUnit: number;
  /** Numbers whose labels were thrown away; absent while there were none. */
  voidUnits?: UnitRange[];
  /** How often that list was written: a new one is written only on top of the one it was reckoned from. */
  voidRevision?: number;
  /** The stable id of the request that registered it, so that a repeated one finds it. */
  requestId?: string | undefined;
}

const quantity = { value: Number, unit: String };
const packCount = { _id: false, packId: String, count: Number };
const limit = { min: Number, max: Number, source: String, asOf: String };

const event = new mongoose.Schema<EventRecord>(
  {
    id: String,
    stage: String,
    occurredAt: Date,
    recordedAt: Date,
    place: { type: String, default: null },
    measurements: [{ _id: false, key: String, value: mongoose.Schema.Types.Mixed, unit: String }],
    findings: [
      { _id: false, name: String, value: String, unit: String, limit: String, source: String, conclusion: String },
    ],
    photoIds: [String],
    packs: [packCount],
    corrects: { type: String, default: null },
    orderNumber: { type: String, default: null },
    requestId: { type: String, default: null },
    words: { type: new mongoose.Schema({ by: String, note: String, reason: String, salt: String }, { _id: false }) },
    wordsHash: String,
    previousHash: String,
    hash: String,
  },
  { _id: false, id: false, strict: 'throw' },
);

const schema = new mongoose.Schema<BatchRecord>(
  {
    code: { type: String, required: true },
    lot: { type: String, required: true },
    productId: { type: String, required: true },
    sellerId: { type: String, required: true },
    kind: { type: String, required: true },
    state: { type: String, required: true },
    quantity,
    producedOn: { type: String, required: true },
    expiresOn: { type: String, default: null },
    note: { type: String, default: null },
    photoId: { type: String, default: null },
    inputs: [{ _id: false, batchCode: String, quantity }],
    registeredPacks: [packCount],
    limits: [{ _id: false, stage: String, key: String, limit }],
    stock: [{ _id: false, packId: String, onHand: Number, free: Number, sold: Number }],
    holds: [{ _id: false, order: String, packId: String, quantity: Number, until: Date }],
    events: [event],
    head: { type: String, required: true },
    recall: {
      type: new mongoose.Schema({ reason: localized, advice: localized, at: Date }, { _id: false }),
      default: null,
    },
    needsInspection: { type: Boolean, default: false },
    gate: { type: String, default: 'open' },
    outside: { type: Boolean, default: false },
    certified: { type: Boolean, default: false },
    nextUnit: { type: Number, default: 1 },
    voidUnits: { type: [{ _id: false, first: Number, count: Number }], default: undefined },
    voidRevision: Number,
    requestId: String,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ code: 1 }, { unique: true });
schema.index({ productId: 1, lot: 1 }, { unique: true });
schema.index({ requestId: 1 }, { unique: true, sparse: true });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ productId: 1, _id: -1 });
// Not of those sold out, which are nearly all as the years go by.
schema.index({ 'stock.packId': 1 }, { partialFilterExpression: { 'stock.free': { $gt: 0 } } });
schema.index({ 'holds.order': 1 });
schema.index({ 'inputs.batchCode': 1 });
// What waits for somebody: few of many, so that the indexes stay small however old the market grows.
schema.index({ expiresOn: 1, _id: 1 }, { partialFilterExpression: { 'stock.onHand': { $gt: 0 } } });
schema.index({ outside: 1, _id: -1 }, { partialFilterExpression: { outside: true } });
schema.index({ gate: 1, _id: -1 }, { partialFilterExpression: { gate: 'waiting' } });

export const BatchModel = mongoose.model<BatchRecord>('Batch', schema);

/** The batch as other files know it, field by field. */
export function readBatch(record: BatchRecord, chain: ChainVerdict): Batch {
  return {
    id: record._id.toHexString(),
    code: record.code,
    lot: record.lot,
    productId: record.productId,
    sellerId: record.sellerId,
    kind: record.kind,
    state: record.state,
    quantity: { value: record.quantity.value, unit: record.quantity.unit },
    producedOn: record.producedOn,
    expiresOn: record.expiresOn,
    note: record.note,
    photoId: record.photoId,
    inputs: record.inputs.map(({ batchCode, quantity }) => ({ batchCode, quantity: { ...quantity } })),
    stock: readStock(record),
    events: readEvents(record.events),
    limits: record.limits.map(({ stage, key, limit }) => ({ stage, key, limit: { ...limit } })),
    gate: record.gate ?? 'open',
    recall: record.recall && { reason: record.recall.reason, advice: record.recall.advice, at: record.recall.at },
    voidUnits: (record.voidUnits ?? []).map(({ first, count }) => ({ first, count })),
    certified: record.certified ?? false,
    createdAt: record.createdAt,
    chain,
  };
}

/** Rows of packs that were never made are left out. */
export const readStock = ({ stock }: Pick<BatchRecord, 'stock'>): PackStock[] =>
  stock
    .filter(({ onHand, sold }) => onHand > 0 || sold > 0)
    .map(({ packId, onHand, free, sold }) => ({ packId, onHand, held: onHand - free, sold }));
