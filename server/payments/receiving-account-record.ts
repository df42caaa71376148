import { model, Schema } from 'mongoose';
import type { PayeeAccount } from './intent.ts';
import type { AccountEntry, PendingAccount } from './receiving-account.ts';

export interface AccountRecord {
  /** The seller's id. */
  _id: string;
  current: PayeeAccount;
  pending: PendingAccount | null;
  history: AccountEntry[];
}

const bare = { _id: false } as const;
const fields = { bin: String, bankName: String, number: String, holder: String } as const;

const account = new Schema<PayeeAccount>(fields, bare);
const pending = new Schema<PendingAccount>(
  {
    ...fields,
    askedAt: Date,
    askedBy: String,
    askedByName: String,
    approvedAt: { type: Date, default: null },
    approvedByName: { type: String, default: null },
    effectiveAt: { type: Date, default: null },
  },
  bare,
);
const entry = new Schema<AccountEntry>({ at: Date, did: String, by: String, account }, bare);

const schema = new Schema<AccountRecord>(
  {
    _id: { type: String, required: true },
    current: { type: account, required: true },
    pending: { type: pending, default: null },
    history: [entry],
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ 'current.number': 1 });
schema.index({ 'pending.askedAt': 1 }, { sparse: true });

export const AccountModel = model<AccountRecord>('ReceivingAccount', schema, 'receiving_accounts');
