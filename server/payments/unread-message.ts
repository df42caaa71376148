import { createHash } from 'node:crypto';
import { model, Schema } from 'mongoose';

/**
 * A bank's message whose proof was right and that we could do nothing with, since nobody could read it or its connection does not
 * name the account: it may be money, so a person looks at it.
 */
export interface UnreadMessage {
  /** 32 hex digits of its connection and text: told again, it is the same. */
  id: string;
  provider: string;
  connectionId: string;
  /** null: of the demonstration bank, which serves every seller. */
  sellerId: string | null;
  /** The account it is about, when its connection does not name that; null: it could not be read. */
  accountNumber: string | null;
  /** As it came. */
  text: string;
  receivedAt: Date;
  /** When a person had looked at it, and who. */
  seenAt: Date | null;
  seenBy: string | null;
}

export interface UnreadRecord extends Omit<UnreadMessage, 'id'> {
  _id: string;
}

const schema = new Schema<UnreadRecord>(
  {
    _id: { type: String, required: true },
    provider: { type: String, required: true },
    connectionId: { type: String, required: true },
    sellerId: { type: String, default: null },
    accountNumber: { type: String, default: null },
    text: { type: String, default: '' },
    receivedAt: { type: Date, required: true },
    // Messages name people: what has been looked at goes after 90 days.
    seenAt: { type: Date, default: null, expires: 90 * 86_400 },
    seenBy: { type: String, default: null },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ sellerId: 1, seenAt: 1, receivedAt: -1 });

export const UnreadModel = model<UnreadRecord>('UnreadMessage', schema, 'unread_messages');

export const unreadId = (connectionId: string, rawBody: Buffer): string =>
  createHash('sha256').update(`${connectionId}\0`).update(rawBody).digest('hex').slice(0, 32);

export const readUnread = ({ _id, ...record }: UnreadRecord): UnreadMessage => ({
  ...record,
  id: _id,
  accountNumber: record.accountNumber ?? null,
});
