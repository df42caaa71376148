import { model, Schema, type Types } from 'mongoose';
import { reasons, type Target, type Transfer, type TransferEntry, transferStates } from './transfer.ts';

/** What one part of a divided transfer pays; nothing: what is left of it. */
export interface Share extends Target {
  amountVnd: number;
}

export interface TransferRecord extends Omit<Transfer, 'id' | 'isShared' | 'isMerged'> {
  _id: Types.ObjectId;
  /** Connection and the provider's own number: the same message never makes a second transfer. */
  key: string;
  /** What names the transfer whichever channel tells of it (transfer-identity.ts); null when its bank gave no reference. */
  identity: string | null;
  /** The keys under which it was told again, by another channel or under another number. */
  tellings: string[];
  /** That it was joined to an order, as its book says, was taken back. */
  undone: boolean;
  /** That it was divided: its parts are counted, not it. */
  shared: boolean;
  /** How it is being divided, until its parts are written down. */
  sharing: { at: Date; by: string; round: string; shares: Share[] } | null;
  /** That this part is no more: its whole is one transfer again. */
  merged: boolean;
  /** Who is taking back what it paid, until that is done: nothing else may move it (undoing.ts). */
  undoing: { at: Date; by: string } | null;
  /** Of the person who chose the order or intent by hand, until the choice has been carried out. */
  chosenBy: string | null;
}

const bare = { _id: false } as const;
const sharing = new Schema<NonNullable<TransferRecord['sharing']>>(
  {
    at: Date,
    by: String,
    round: String,
    shares: [
      new Schema<Share>(
        { orderNumber: { type: String, default: null }, intentId: { type: String, default: null }, amountVnd: Number },
        bare,
      ),
    ],
  },
  bare,
);

const schema = new Schema<TransferRecord>(
  {
    key: { type: String, required: true },
    identity: { type: String, default: null },
    tellings: { type: [String], default: [] },
    provider: { type: String, required: true },
    connectionId: { type: String, required: true },
    sellerId: { type: String, default: null },
    reference: { type: String, required: true },
    amountVnd: { type: Number, required: true },
    accountNumber: { type: String, required: true },
    subAccount: { type: String, default: null },
    content: { type: String, default: '' },
    receivedAt: { type: Date, required: true },
    keptAt: { type: Date, required: true },
    state: { type: String, enum: transferStates, required: true },
    reason: { type: String, enum: [...reasons, null], default: null },
    orderNumber: { type: String, default: null },
    intentId: { type: String, default: null },
    undone: { type: Boolean, default: false },
    partOf: { type: String, default: null },
    shared: { type: Boolean, default: false },
    sharing: { type: sharing, default: null },
    merged: { type: Boolean, default: false },
    undoing: { type: new Schema({ at: Date, by: String }, bare), default: null },
    chosenBy: { type: String, default: null },
    history: [
      new Schema<TransferEntry>({ at: Date, did: String, by: String, note: String, photoId: String }, { _id: false }),
    ],
  },
  { versionKey: false, strict: 'throw' },
);

// Banks resend for hours and people replay by hand for months, so this stays unique for ever.
schema.index({ key: 1 }, { unique: true });
// One transfer is one, whichever channels tell of it at the same moment.
schema.index({ identity: 1 }, { unique: true, partialFilterExpression: { identity: { $gt: '' } } });
schema.index({ sellerId: 1, amountVnd: 1, identity: 1, receivedAt: 1 });
// Every paid order has one transfer, and so has every paid intent without an order.
schema.index(
  { orderNumber: 1 },
  { unique: true, partialFilterExpression: { state: 'matched', orderNumber: { $gt: '' } } },
);
schema.index({ intentId: 1 }, { unique: true, partialFilterExpression: { state: 'matched', intentId: { $gt: '' } } });
schema.index({ sellerId: 1, state: 1, _id: -1 });
// For the list: of all sellers, and by what is looked for in it.
schema.index({ state: 1, _id: -1 });
schema.index({ reference: 1, _id: -1 });
schema.index({ amountVnd: 1, _id: -1 });
schema.index({ orderNumber: 1, _id: -1 }, { partialFilterExpression: { orderNumber: { $gt: '' } } });
// What a phone at a stall asks for every moment (heard.ts).
schema.index({ sellerId: 1, keptAt: -1 });
schema.index({ state: 1, keptAt: 1 });
schema.index({ partOf: 1 }, { partialFilterExpression: { partOf: { $gt: '' } } });
// What a crash may have cut off: few at any time.
schema.index({ 'undoing.at': 1 }, { partialFilterExpression: { 'undoing.at': { $gt: new Date(0) } } });
schema.index({ 'sharing.at': 1 }, { partialFilterExpression: { 'sharing.at': { $gt: new Date(0) } } });

export const TransferModel = model<TransferRecord>('Transfer', schema, 'transfers');

export const readTransfer = (record: TransferRecord): Transfer => ({
  id: record._id.toHexString(),
  provider: record.provider,
  connectionId: record.connectionId,
  sellerId: record.sellerId,
  reference: record.reference,
  amountVnd: record.amountVnd,
  accountNumber: record.accountNumber,
  subAccount: record.subAccount,
  content: record.content,
  receivedAt: record.receivedAt,
  keptAt: record.keptAt,
  state: record.state,
  reason: record.reason,
  partOf: record.partOf ?? null,
  isShared: record.shared ?? false,
  isMerged: record.merged ?? false,
  orderNumber: record.orderNumber,
  intentId: record.intentId,
  history: record.history.map(({ at, did, by, note, photoId }) => ({
    at,
    did,
    by,
    note: note ?? null,
    photoId: photoId ?? null,
  })),
});
