import { model, Schema } from 'mongoose';
import {
  type Address,
  type AtStall,
  type Buyer,
  type Order,
  type OrderItem,
  orderStates,
  returnedGoods,
} from './order.ts';
import { type RefundRecord, readRefunds, readTry, refundSchema, type TryRecord, trySchema } from './refund-record.ts';

/** A step that follows a change of state, and what it is about: the name of a hold, a state, what became of goods. */
export interface OrderStep {
  verb: string;
  of: string;
}

/** What is kept of an order. `due` names the steps that follow its last change and are not done yet (order-steps.ts). */
export interface OrderRecord extends Omit<Order, 'refunds' | 'tries'> {
  tries: TryRecord[];
  refunds: RefundRecord[];
  /** the sum of `refunds`: who adds one names the sum it has read */
  refundedVnd: number;
  /** how all of it was given back, where that was written before parts could be */
  refundNote: string | null;
  refundPhotoId: string | null;
  /** SHA-256 of the buyer's secret key */
  keyHash: string;
  /** SHA-256 of the key in the last link that the seller made for a buyer who had lost theirs; the first one stays good */
  laterKeyHash: string | null;
  /** the name under which the batches hold its packs: its number, or after an expiry its number and the attempt */
  holdName: string;
  /** of the request that placed it: a request that is retried after a crash finds its order again */
  requestId: string | undefined;
  /** when somebody began to say yes to an order that asks */
  agreeingAt: Date | null;
  /** by what its seller finds the buyer (order-search.ts), forgotten with the buyer */
  buyerWords?: string[] | undefined;
  /** a key of the network address that ordered, forgotten with the buyer */
  sender: string | null;
  due: (OrderStep | string)[];
  /** a payment that came after the expiry and is holding the stock again; `seenAt`: when the sweep first met it */
  revival: { by: string; attempt: number; seenAt: Date | null } | null;
  attempts: number;
  createdAt: Date;
  changedAt: Date;
}

const bare = { _id: false } as const;

const address = new Schema<Address>({ province: String, commune: String, line: String }, bare);
const buyer = new Schema<Buyer>({ name: String, phone: String, address: { type: address, default: null } }, bare);
const revival = new Schema<NonNullable<OrderRecord['revival']>>({ by: String, attempt: Number, seenAt: Date }, bare);
const stall = new Schema<AtStall>({ id: String, accountId: String }, bare);
const item = new Schema<OrderItem>(
  {
    packId: String,
    productId: String,
    name: String,
    packName: String,
    quantity: Number,
    priceVnd: Number,
    taken: [{ _id: false, batchCode: String, quantity: Number }],
  },
  bare,
);

const schema = new Schema<OrderRecord>(
  {
    number: { type: String, required: true },
    sellerId: { type: String, required: true },
    state: { type: String, enum: orderStates, required: true },
    items: [item],
    buyer: { type: buyer, default: null },
    buyerWords: { type: [String], default: undefined },
    stall: { type: stall, default: null },
    delivery: { method: String, payBy: String },
    note: { type: String, default: null },
    cameFrom: { type: String, default: null },
    terms: { type: String, default: null },
    pickup: { type: address, default: null },
    shippingVnd: { type: Number, required: true },
    totalVnd: { type: Number, required: true },
    placedAt: { type: Date, default: null },
    holdsUntil: { type: Date, required: true },
    paidAt: { type: Date, default: null },
    paidBy: { type: String, default: null },
    claimedAt: { type: Date, default: null },
    claimWaits: { type: Boolean, default: false },
    linkAskedAt: { type: Date, default: null },
    asks: { type: Boolean, default: false },
    agreeingAt: { type: Date, default: null },
    sender: { type: String, default: null },
    returnedGoods: { type: String, enum: [...returnedGoods, null], default: null },
    refundNote: { type: String, default: null },
    refundPhotoId: { type: String, default: null },
    refunds: [refundSchema],
    refundedVnd: { type: Number, default: 0 },
    unpaidSince: { type: Date, default: null },
    tries: [trySchema],
    history: [{ _id: false, state: String, at: Date, by: String, requestId: { type: String, required: false } }],
    keyHash: { type: String, required: true },
    laterKeyHash: { type: String, default: null },
    holdName: { type: String, required: true },
    requestId: { type: String, required: false },
    // Records; texts, where they were written before steps were records.
    due: { type: [Schema.Types.Mixed], default: [] },
    revival: { type: revival, default: null },
    attempts: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ number: 1 }, { unique: true });
schema.index({ requestId: 1 }, { unique: true, sparse: true });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ sellerId: 1, state: 1, _id: -1 });
schema.index({ state: 1, changedAt: 1 });
schema.index({ state: 1, holdsUntil: 1 });
schema.index({ sellerId: 1, claimWaits: 1, state: 1 });
schema.index({ claimWaits: 1, state: 1 }, { partialFilterExpression: { claimWaits: true } });
schema.index({ linkAskedAt: 1 }, { partialFilterExpression: { linkAskedAt: { $gt: new Date(0) } } });
schema.index({ sellerId: 1, linkAskedAt: 1 }, { partialFilterExpression: { linkAskedAt: { $gt: new Date(0) } } });
schema.index({ due: 1 });
schema.index({ 'revival.attempt': 1 }, { sparse: true });
schema.index({ 'items.taken.batchCode': 1 });
// For the lists: of all sellers, of one product, of one buyer, of some days; the last two for the figures of a period too (order-figures.ts).
schema.index({ state: 1, _id: -1 });
schema.index({ 'items.productId': 1, _id: -1 });
schema.index({ sellerId: 1, buyerWords: 1, _id: -1 }, { partialFilterExpression: { buyerWords: { $gt: '' } } });
schema.index({ placedAt: 1, _id: 1 }).index({ changedAt: 1 });
// Few are unpaid, and few had money given back. All sellers', and some: the planner takes the index with more fields fixed.
schema.index({ state: 1, unpaidSince: 1 }, { partialFilterExpression: { unpaidSince: { $gt: new Date(0) } } });
schema.index(
  { sellerId: 1, state: 1, unpaidSince: 1 },
  { partialFilterExpression: { unpaidSince: { $gt: new Date(0) } } },
);
schema.index({ sellerId: 1, 'refunds.at': 1 }, { partialFilterExpression: { 'refunds.at': { $gt: new Date(0) } } });
schema.index({ 'stall.id': 1, state: 1, _id: -1 }, { partialFilterExpression: { 'stall.id': { $gt: '' } } });

export const OrderModel = model<OrderRecord>('Order', schema, 'orders');

/** The order as other files know it, field by field: neither hash nor pending steps leave with it. */
export function readOrder(record: OrderRecord): Order {
  return {
    number: record.number,
    sellerId: record.sellerId,
    state: record.state,
    items: record.items.map(readItem),
    buyer: record.buyer && readBuyer(record.buyer),
    stall: record.stall ? { id: record.stall.id, accountId: record.stall.accountId } : null,
    delivery: { method: record.delivery.method, payBy: record.delivery.payBy },
    note: record.note,
    cameFrom: record.cameFrom ?? null,
    pickup: record.pickup ? readAddress(record.pickup) : null,
    shippingVnd: record.shippingVnd,
    totalVnd: record.totalVnd,
    placedAt: record.placedAt,
    holdsUntil: record.holdsUntil,
    paidAt: record.paidAt,
    paidBy: record.paidBy,
    refunds: readRefunds(record),
    ...readLater(record),
    history: record.history.map(({ state, at, by }) => ({ state, at, by })),
  };
}

/** What orders from before it was kept have not. */
const readLater = (record: OrderRecord) => ({
  claimedAt: record.claimedAt ?? null,
  claimWaits: record.claimWaits ?? false,
  linkAskedAt: record.linkAskedAt ?? null,
  asks: record.asks ?? false,
  terms: record.terms ?? null,
  returnedGoods: record.returnedGoods ?? null,
  unpaidSince: record.unpaidSince ?? null,
  tries: (record.tries ?? []).map(readTry),
});

const readItem = (item: OrderItem): OrderItem => ({
  packId: item.packId,
  productId: item.productId,
  name: item.name,
  packName: item.packName,
  quantity: item.quantity,
  priceVnd: item.priceVnd,
  taken: item.taken.map(({ batchCode, quantity }) => ({ batchCode, quantity })),
});

const readBuyer = ({ name, phone, address }: NonNullable<Order['buyer']>): NonNullable<Order['buyer']> => ({
  name,
  phone,
  address: address && readAddress(address),
});

const readAddress = ({ province, commune, line }: Address): Address => ({ province, commune, line });
