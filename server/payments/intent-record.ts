import { model, Schema } from 'mongoose';
import { type Intent, intentStates, type PayeeAccount } from './intent.ts';

/** What is kept of an intent; its id is the document's. */
export interface IntentRecord extends Omit<Intent, 'id'> {
  _id: string;
}

const account = new Schema<PayeeAccount>(
  { bin: String, bankName: String, number: String, holder: String },
  { _id: false },
);

const schema = new Schema<IntentRecord>(
  {
    _id: { type: String, required: true },
    orderNumber: { type: String, required: true },
    sellerId: { type: String, required: true },
    reference: { type: String, required: true },
    amountVnd: { type: Number, required: true },
    payload: { type: String, required: true },
    state: { type: String, enum: intentStates, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    paidBy: { type: String, default: null },
    account: { type: account, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ orderNumber: 1 }, { unique: true });
// For ever: a transfer may come years later, and must not pay another order.
schema.index({ reference: 1 }, { unique: true });
schema.index({ state: 1, expiresAt: 1 });
schema.index({ sellerId: 1, amountVnd: 1, createdAt: -1 });

export const IntentModel = model<IntentRecord>('Intent', schema, 'intents');

export const readIntent = ({ _id, ...record }: IntentRecord): Intent => ({
  id: _id,
  orderNumber: record.orderNumber,
  sellerId: record.sellerId,
  reference: record.reference,
  amountVnd: record.amountVnd,
  payload: record.payload,
  state: record.state,
  createdAt: record.createdAt,
  expiresAt: record.expiresAt,
  paidBy: record.paidBy,
  account: {
    bin: record.account.bin,
    bankName: record.account.bankName,
    number: record.account.number,
    holder: record.account.holder,
  },
});
