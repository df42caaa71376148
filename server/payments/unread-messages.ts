import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { missing, ofAnother } from '../errors.ts';
import { mayActFor, whereSeen } from '../identity/sellers.ts';
import type { BankConnection } from './bank-connection.ts';
import { readUnread, type UnreadMessage, UnreadModel, type UnreadRecord, unreadId } from './unread-message.ts';

/** The most that are shown at once; the oldest first, so that the rest follows when these are looked at. */
const most = 20;

/**
 * Keeps a proven message that nobody could read, or about an account that its connection does not name, once however often it is
 * told.
 */
export async function keepUnread(
  connection: BankConnection,
  { rawBody, accountNumber }: { rawBody: Buffer; accountNumber: string | null },
  at: Date,
): Promise<void> {
  const { id: connectionId, provider, sellerId } = connection;
  const record: Omit<UnreadRecord, '_id'> = {
    provider,
    connectionId,
    sellerId,
    accountNumber,
    // A text may hold anything; U+FFFD stands for what is no text at all.
    text: rawBody.toString('utf8').replaceAll('\0', '\uFFFD'),
    receivedAt: at,
    seenAt: null,
    seenBy: null,
  };
  const _id = unreadId(connectionId, rawBody);
  await upsert(() => UnreadModel.updateOne({ _id }, { $setOnInsert: record }, { upsert: true }));
}

/** Those that wait for a person among the sellers the actor sees. */
export async function listUnread(actor: Actor): Promise<UnreadMessage[]> {
  const records = await UnreadModel.find(await whereWaiting(actor))
    .sort({ receivedAt: 1 })
    .limit(most)
    .lean<UnreadRecord[]>();
  return records.map(readUnread);
}

export const countUnread = async (actor: Actor): Promise<number> =>
  await UnreadModel.countDocuments(await whereWaiting(actor));

/** A person has looked at it; safe to repeat. @throws missing('bank-message-not-found') but for who acts for its seller */
export async function markSeen(actor: Actor, id: string, at: Date): Promise<void> {
  const record = await UnreadModel.findById(id).lean<UnreadRecord>();
  if (!record) throw missing('bank-message-not-found');
  const acts = record.sellerId === null ? actor.role === 'officer' : await mayActFor(actor, record.sellerId);
  if (!acts) throw ofAnother(missing('bank-message-not-found'), 'bank-message');
  await UnreadModel.updateOne({ _id: id, seenAt: null }, { $set: { seenAt: at, seenBy: actor.name } });
}

async function whereWaiting(actor: Actor) {
  return { ...(await whereSeen(actor)), seenAt: null };
}
