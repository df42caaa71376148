import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import type { BatchState, Registration, UnitRange } from './batch.ts';
import type { Draw, Hold, StockRow } from './batch-rows.ts';
import type { EventRecord } from './event.ts';
import type { Gate } from './gate.ts';
import type { RecallRow } from './recall.ts';
import type { RegisteredFacts } from './registered-facts.ts';
import type { UnitKey } from './unit-serial.ts';

export type { Draw, Hold, StockRow } from './batch-rows.ts';

/** A batch with everything that must change together with it: history, stock and holds are one document. */
export interface BatchRecord extends Registration {
  _id: mongoose.Types.ObjectId;
  state: BatchState;
  stock: StockRow[];
  holds: Hold[];
  events: EventRecord[];
  /** The hash of the last event, or of the registration: a new event is written only on top of it. */
  head: string;
  /** What its own recalls say first; what it was made from has its own (bans.ts). */
  recall: Omit<RecallRow, 'id'> | null;
  /** All recalls of it that were not lifted. */
  recalls?: RecallRow[];
  /** Codes and ids of all that went into it, at its registration and with later steps. */
  madeFrom?: string[];
  /** Words of what was used for it, such as a fertiliser; absent where nothing was (materials.ts). */
  materials?: string[];
  /** What is left of its bulk, in thousandths of the base unit; absent until somebody draws on it (bulk.ts). */
  left?: number;
  draws?: Draw[];
  /** Steps that are drawing on their inputs at this moment: what a crash leaves of them the sweep gives back. */
  drawing?: { key: string; at: Date }[];
  /** Since when its inputs are being drawn on: nobody sees it before that is done. */
  pendingSince?: Date;
  /** What its registration said before it was corrected: what its first hash is of. */
  registered?: RegisteredFacts;
  /** Follows from the history; kept beside it so that holding packs can ask for it. */
  gate: Gate;
  /** Something measured lies outside its limit; follows from the history, kept beside it for those who watch quality. */
  outside: boolean;
  /** Whether its balance asks why so much or so little came of what went in; absent where it does not (balance-asked.ts). */
  balanceAsked?: 'open' | 'answered' | 'over';
  /** It has had certificates of its own: whether to look for them. */
  certified: boolean;
  /** The number of the next label. */
  nextUnit: number;
  /** From which number on which label key made the serials; absent before the first. */
  unitKeys?: UnitKey[];
  /** Numbers whose labels were thrown away; absent while there were none. */
  voidUnits?: UnitRange[];
  /** How often that list was written: a new one is written only on top of the one it was reckoned from. */
  voidRevision?: number;
  /** Some link of its chain is not in the log yet (links.ts). */
  unlogged?: true;
  /** Where in the log each link of its chain stands, the registration first. */
  logged?: number[];
  /** The stable id of the request that registered it, so that a repeated one finds it. */
  requestId?: string | undefined;
}

const quantity = { value: Number, unit: String };
const input = { _id: false, batchCode: String, outsideId: String, quantity };
const packCount = { _id: false, packId: String, count: Number };
const limit = { min: Number, max: Number, source: String, asOf: String };

const registered = { producedOn: String, expiresOn: String, lot: String, quantity, note: String };

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
    photoHashes: { type: [String], default: undefined },
    packs: [packCount],
    inputs: { type: [input], default: undefined },
    amount: { type: quantity, default: undefined },
    facts: { type: new mongoose.Schema(registered, { _id: false }), default: undefined },
    withdrawn: Boolean,
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
    inputs: [input],
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
    recalls: { type: [{ _id: false, id: String, reason: localized, advice: localized, at: Date }], default: undefined },
    madeFrom: { type: [String], default: undefined },
    materials: { type: [String], default: undefined },
    left: Number,
    draws: { type: [{ _id: false, by: String, key: String, thousandths: Number }], default: undefined },
    drawing: { type: [{ _id: false, key: String, at: Date }], default: undefined },
    pendingSince: Date,
    registered: { type: new mongoose.Schema(registered, { _id: false }), default: undefined },
    needsInspection: { type: Boolean, default: false },
    deliveredBy: String,
    besideOf: String,
    gate: { type: String, default: 'open' },
    outside: { type: Boolean, default: false },
    balanceAsked: String,
    certified: { type: Boolean, default: false },
    nextUnit: { type: Number, default: 1 },
    unitKeys: { type: [{ _id: false, from: Number, key: String }], default: undefined },
    voidUnits: { type: [{ _id: false, first: Number, count: Number }], default: undefined },
    voidRevision: Number,
    unlogged: Boolean,
    logged: { type: [Number], default: undefined },
    salt: String,
    privateHash: String,
    requestId: String,
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ code: 1 }, { unique: true });
schema.index({ productId: 1, lot: 1 }, { unique: true });
// For who types the lot that a label shows, without its product.
schema.index({ lot: 1 });
// Of the few whose registration was corrected: the number that stands on labels printed before.
schema.index({ 'registered.lot': 1 }, { sparse: true });
schema.index({ requestId: 1 }, { unique: true, sparse: true });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ productId: 1, _id: -1 });
// For the figures of a period (batch-figures.ts), and for the list of some days.
schema.index({ createdAt: 1, _id: 1 });
// Not of those sold out, which are nearly all as the years go by.
schema.index({ 'stock.packId': 1 }, { partialFilterExpression: { 'stock.free': { $gt: 0 } } });
// For what is left of all goods: neither sold out nor past its day.
schema.index({ expiresOn: 1, productId: 1 }, { partialFilterExpression: { 'stock.free': { $gt: 0 } } });
schema.index({ 'holds.order': 1 });
schema.index({ madeFrom: 1 });
schema.index({ besideOf: 1 }, { sparse: true });
schema.index({ materials: 1 }, { sparse: true });
schema.index({ 'draws.by': 1 });
// What a household delivered: for the lists of a day, and for a recall of its harvest.
schema.index({ deliveredBy: 1, producedOn: 1 }, { sparse: true });
schema.index({ pendingSince: 1 }, { sparse: true });
schema.index({ unlogged: 1 }, { sparse: true });
schema.index({ 'drawing.at': 1 }, { sparse: true });
// What waits for somebody: few of many, so that the indexes stay small however old the market grows.
schema.index({ expiresOn: 1, _id: 1 }, { partialFilterExpression: { 'stock.onHand': { $gt: 0 } } });
// Everybody's, and a seller's own, whose other index holds all that the seller ever made: the planner takes the one with more fields fixed.
const waiting = {
  state: { state: 'recalled' },
  outside: { outside: true },
  balanceAsked: { balanceAsked: { $gte: 'answered' } },
  gate: { gate: 'waiting' },
};
for (const [field, partialFilterExpression] of Object.entries(waiting)) {
  schema.index({ [field]: 1, _id: -1 }, { partialFilterExpression });
  schema.index({ sellerId: 1, [field]: 1, _id: -1 }, { partialFilterExpression });
}

/** Batches that bore one of these lots before their registration was corrected: printed labels still say so. */
export const onceOfLot = (lots: readonly string[]) => ({
  'registered.lot': { $gt: '' },
  $or: [{ 'registered.lot': { $in: [...lots] } }, { 'events.facts.lot': { $in: [...lots] } }],
});

/** Not still being registered: only such batches are seen, sold and made into others. */
export const settled = { pendingSince: { $exists: false } } as const;

export const BatchModel = mongoose.model<BatchRecord>('Batch', schema);
