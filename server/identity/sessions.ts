import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import { AccountModel, type AccountRecord, actorFrom } from './account.ts';
import {
  daysAfter,
  earlierSeconds,
  isAlive,
  isFresh,
  SessionModel,
  type SessionRecord,
  sessionDays,
} from './session.ts';
import { hashToken, newToken } from './token.ts';

const anHourMs = 3_600_000;

/** Opens a session for a person whose proof was checked; the token is told this once and kept as a hash. */
export async function openSession(account: Pick<AccountRecord, '_id' | 'generation'>, at: Date): Promise<string> {
  const token = newToken(256);
  await SessionModel.create({
    tokenHash: hashToken(token),
    accountId: account._id,
    generation: account.generation,
    createdAt: at,
    freshAt: at,
    lastSeenAt: at,
    expiresAt: daysAfter(at, sessionDays),
  });
  return token;
}

/**
 * Gives a session a new token after its person proved again who they are (ASVS 5.0 7.2.4). The old one opens the session for
 * a minute more, without what the proof allows: a form that was tapped twice sent both copies under it.
 * @throws unauthenticated('sign-in-needed') when it has ended meanwhile
 */
export async function renewSession(
  { sessionId }: Pick<Actor, 'sessionId'>,
  { _id: accountId, generation }: Pick<AccountRecord, '_id' | 'generation'>,
  at: Date,
): Promise<string> {
  const token = newToken(256);
  const session = await SessionModel.findOne({ _id: sessionId, accountId, generation }).lean();
  if (!session) throw unauthenticated('sign-in-needed');
  const { tokenHash, freshAt } = session;
  const renewed = {
    tokenHash: hashToken(token),
    freshAt: at,
    lastSeenAt: at,
    expiresAt: daysAfter(at, sessionDays),
    earlier: { tokenHash, freshAt, until: new Date(at.getTime() + earlierSeconds * 1000) },
  };
  const { modifiedCount } = await SessionModel.updateOne({ _id: sessionId, tokenHash }, { $set: renewed });
  // Another form of this person renewed it at the same moment: this one renews what that one made.
  return modifiedCount === 1 ? token : renewSession({ sessionId }, { _id: accountId, generation }, at);
}

/**
 * Who stands behind a session token, or null: unknown, signed out, older than 90 days, unused for 30, or ended by a
 * disabled account or a new invitation. Nothing is cached, so whatever ends a session ends it at once on every node.
 */
export async function findActor(token: string, at: Date): Promise<Actor | null> {
  const session = await findSession(hashToken(token), at);
  if (!session || !isAlive(session, at)) return null;
  const { accountId, generation } = session;
  const account = await AccountModel.findOne({ _id: accountId, generation, disabledAt: null }).lean();
  if (!account) return null;
  await noteSeen(session, at);
  return actorFrom(account, { sessionId: session._id.toHexString(), freshAt: session.freshAt });
}

async function findSession(tokenHash: string, at: Date): Promise<SessionRecord | null> {
  const session = await SessionModel.findOne({ tokenHash }).lean();
  if (session) return session;
  const before = await SessionModel.findOne({ 'earlier.tokenHash': tokenHash, 'earlier.until': { $gt: at } }).lean();
  return before?.earlier ? { ...before, freshAt: before.earlier.freshAt } : null;
}

/** Signs out; safe to repeat. */
export async function closeSession(actor: Actor): Promise<void> {
  await SessionModel.deleteOne({ _id: actor.sessionId });
}

/** Clears away what a raised generation has ended already. */
export async function dropSessions(accountId: Types.ObjectId): Promise<void> {
  await SessionModel.deleteMany({ accountId });
}

/** When the accounts last used the market, by account id. */
export async function lastSeen(accountIds: readonly string[]): Promise<Map<string, Date>> {
  const ids = accountIds.map((id) => new Types.ObjectId(id));
  const rows = await SessionModel.find({ accountId: { $in: ids } })
    .sort({ lastSeenAt: 1 })
    .lean();
  return new Map(rows.map((row) => [row.accountId.toHexString(), row.lastSeenAt]));
}

/**
 * Money and deletion ask for a PIN or password given within the last hour; `/ma-pin` asks for it.
 * @throws forbidden('pin-needed')
 */
export function requireFresh(actor: Actor, at: Date): void {
  if (!isFresh(actor.freshAt, at)) throw forbidden('pin-needed');
}

// At most one write an hour and session: reading a page must not cost a write.
async function noteSeen(session: SessionRecord, at: Date): Promise<void> {
  const earlier = new Date(at.getTime() - anHourMs);
  if (session.lastSeenAt > earlier) return;
  await SessionModel.updateOne({ _id: session._id, lastSeenAt: { $lte: earlier } }, { $set: { lastSeenAt: at } });
}
