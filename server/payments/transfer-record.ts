import { model, Schema, type Types } from 'mongoose';
import { reasons, type Transfer, type TransferEntry, transferStates } from './transfer.ts';

export interface TransferRecord extends Omit<Transfer, 'id'> {
  _id: Types.ObjectId;
  /** Connection and the provider's own number: the same message never makes a second transfer. */
  key: string;
  /** What names the transfer whichever channel tells of it (transfer-identity.ts); null when its bank gave no reference. */
  identity: string | null;
  /** The keys under which it was told again, by another channel or under another number. */
  tellings: string[];
  /** That it was joined to an order, as its book says, was taken back. */
  undone: boolean;
  /** Of the person who chose the order or intent by hand, until the choice has been carried out. */
  chosenBy: string | null;
}

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
