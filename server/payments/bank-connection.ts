import { randomBytes } from 'node:crypto';
import { model, Schema } from 'mongoose';
import type { BankSecrets } from './bank.ts';

/** A seller's own wire to a provider of bank messages. Its secrets are kept here and never come back. */
export interface BankConnection {
  id: string;
  /** By the name of its folder in `banks/`. */
  provider: string;
  /** null: the demonstration bank, which serves every seller. */
  sellerId: string | null;
  /** The account numbers whose messages count. */
  accounts: string[];
  createdAt: Date;
  /** When the last message with a right proof came. */
  lastMessageAt: Date | null;
}

export interface ConnectionRecord extends Omit<BankConnection, 'id'> {
  _id: string;
  secrets: BankSecrets;
  createdBy: string;
}

const schema = new Schema<ConnectionRecord>(
  {
    _id: { type: String, required: true },
    provider: { type: String, required: true },
    sellerId: { type: String, default: null },
    accounts: { type: [String], default: [] },
    secrets: new Schema<BankSecrets>(
      { apiKeyHash: { type: String, default: null }, secret: { type: String, default: null } },
      { _id: false },
    ),
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    lastMessageAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ sellerId: 1, createdAt: -1 });

export const ConnectionModel = model<ConnectionRecord>('BankConnection', schema, 'bank_connections');

export const newConnectionId = (): string => randomBytes(12).toString('hex');

export const readConnection = (record: ConnectionRecord): BankConnection => ({
  id: record._id,
  provider: record.provider,
  sellerId: record.sellerId,
  accounts: [...record.accounts],
  createdAt: record.createdAt,
  lastMessageAt: record.lastMessageAt,
});
