import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, forbidden } from '../errors.ts';
import { requireFresh } from '../identity/accounts.ts';
import { getSeller, requireActFor, whereSeen } from '../identity/sellers.ts';
import { endOfNumber, tellChange } from '../told-changes.ts';
import { findBank } from './bank-directory.ts';
import type { PayeeAccount } from './intent.ts';
import {
  type AccountEntry,
  accountAt,
  accountOf,
  type PendingAccount,
  plain,
  type WantedAccount,
  waitHours,
} from './receiving-account.ts';
import { AccountModel, type AccountRecord } from './receiving-account-record.ts';

/** A seller's account as its people see it. */
export interface AccountBook {
  sellerId: string;
  /** null: this seller cannot be paid by transfer yet. */
  current: PayeeAccount | null;
  pending: PendingAccount | null;
  history: AccountEntry[];
}

/**
 * Sets the account a seller is paid to at once: for the seed and for a seller that has none yet.
 * @throws invalid('mistakes'), conflict('receiving-account-set') when there is another one already
 */
export async function setReceivingAccount(
  sellerId: string,
  wanted: WantedAccount,
  at: Date,
  by = 'system',
): Promise<PayeeAccount> {
  const account = accountOf(wanted);
  await upsert(() =>
    AccountModel.updateOne(
      { _id: sellerId },
      { $setOnInsert: { current: account, pending: null, history: [{ at, did: 'set', by, account }] } },
      { upsert: true },
    ),
  );
  const kept = await findReceivingAccount(sellerId, at);
  if (kept?.bin !== account.bin || kept.number !== account.number) throw conflict('receiving-account-set');
  return kept;
}

/** The account that new orders of this seller are paid to, or null when it cannot take transfers yet. */
export async function findReceivingAccount(sellerId: string, at: Date): Promise<PayeeAccount | null> {
  const record = await AccountModel.findById(sellerId).lean<AccountRecord>();
  return record && accountAt(record, at);
}

/** The account with what is pending and its whole book. @throws missing('seller-not-found'), forbidden('not-yours') */
export async function getAccountBook(actor: Actor, sellerId: string, at: Date): Promise<AccountBook> {
  await requireSeen(actor, sellerId);
  const record = await AccountModel.findById(sellerId).lean<AccountRecord>();
  if (!record) return { sellerId, current: null, pending: null, history: [] };
  const isOver = record.pending?.effectiveAt && record.pending.effectiveAt <= at;
  return { sellerId, current: accountAt(record, at), pending: isOver ? null : record.pending, history: record.history };
}

/**
 * Asks for another account. A first account counts at once; a change waits for another person and then 24 hours.
 * @throws forbidden('pin-needed'), forbidden('not-yours'), invalid('mistakes')
 */
export async function askForAccount(actor: Actor, sellerId: string, wanted: WantedAccount, at: Date): Promise<void> {
  await requireActFor(actor, sellerId, 'seller-not-found');
  requireFresh(actor, at);
  const account = accountOf(wanted);
  const record = await AccountModel.findById(sellerId).lean<AccountRecord>();
  if (!record) {
    await setReceivingAccount(sellerId, wanted, at, actor.name);
    tellChange(actor, { what: 'account', from: null, to: shown(account) });
    return;
  }
  const pending = { ...account, askedAt: at, askedBy: actor.accountId, askedByName: actor.name };
  const unapproved = { approvedAt: null, approvedByName: null, effectiveAt: null };
  await AccountModel.updateOne(
    { _id: sellerId },
    {
      $set: { current: accountAt(record, at), pending: { ...pending, ...unapproved } },
      $push: { history: { at, did: 'asked', by: actor.name, account } },
    },
  );
  tellChange(actor, { what: 'account-asked', from: shown(accountAt(record, at)), to: shown(account) });
}

/**
 * Another person, of the cooperative or the commune, says yes: the change counts 24 hours later. `askedAt` names the change
 * that was looked at, so that nobody approves what was asked for in the meantime.
 * @throws forbidden('pin-needed'), forbidden('approve-by-another'), conflict('account-change-gone')
 */
export async function approveAccount(actor: Actor, sellerId: string, askedAt: Date, at: Date): Promise<void> {
  await requireApprover(actor, sellerId);
  requireFresh(actor, at);
  const asked = await AccountModel.findOne({ _id: sellerId, 'pending.askedAt': askedAt }).lean<AccountRecord>();
  if (!asked?.pending) throw conflict('account-change-gone');
  if (asked.pending.askedBy === actor.accountId) throw forbidden('approve-by-another');
  const effectiveAt = new Date(at.getTime() + waitHours * 3_600_000);
  const { modifiedCount } = await AccountModel.updateOne(
    { _id: sellerId, 'pending.askedAt': askedAt, 'pending.approvedAt': null },
    {
      $set: { 'pending.approvedAt': at, 'pending.approvedByName': actor.name, 'pending.effectiveAt': effectiveAt },
      $push: { history: { at, did: 'approved', by: actor.name, account: plain(asked.pending) } },
    },
  );
  if (modifiedCount === 0) throw conflict('account-change-gone');
  tellChange(actor, { what: 'account', from: shown(accountAt(asked, at)), to: shown(asked.pending) });
}

/** The bank and the end of the number: enough to tell one from another. */
const shown = (account: Pick<PayeeAccount, 'bin' | 'number'> | null): string | null =>
  account && `${findBank(account.bin)?.shortName ?? account.bin} ${endOfNumber(account.number)}`;

/** Takes a change back while it waits: anybody who sees the seller may stop it, without a PIN. */
export async function withdrawAccount(actor: Actor, sellerId: string, at: Date): Promise<void> {
  await requireSeen(actor, sellerId);
  const { pending } = await getAccountBook(actor, sellerId, at);
  if (!pending) throw conflict('account-change-gone');
  const { modifiedCount } = await AccountModel.updateOne(
    { _id: sellerId, 'pending.askedAt': pending.askedAt, 'pending.approvedAt': pending.approvedAt },
    {
      $set: { pending: null },
      $push: { history: { at, did: 'withdrawn', by: actor.name, account: plain(pending) } },
    },
  );
  if (modifiedCount === 0) throw conflict('account-change-gone');
  tellChange(actor, { what: 'account-asked', from: shown(pending), to: null });
}

/** The sellers among those the actor sees whose change waits for approval or for its day. */
export async function listPendingAccounts(actor: Actor, at: Date): Promise<AccountBook[]> {
  const records = await AccountModel.find({
    ...(await whereSeen(actor, '_id')),
    'pending.askedAt': { $exists: true },
  })
    .limit(200)
    .lean<AccountRecord[]>();
  return records
    .filter(({ pending }) => !pending?.effectiveAt || pending.effectiveAt > at)
    .map((record) => ({ ...record, sellerId: record._id, current: accountAt(record, at) }));
}

/** Whose receiving account has one of these numbers; null when nobody's has. For the demonstration bank. */
export async function sellerOfAccount(numbers: readonly string[]): Promise<string | null> {
  const record = await AccountModel.findOne({ 'current.number': { $in: [...numbers] } }).lean<AccountRecord>();
  return record?._id ?? null;
}

async function requireSeen(actor: Actor, sellerId: string): Promise<void> {
  if (actor.role === 'officer') await getSeller(sellerId);
  else await requireActFor(actor, sellerId, 'seller-not-found');
}

async function requireApprover(actor: Actor, sellerId: string): Promise<void> {
  await requireSeen(actor, sellerId);
  if (actor.role === 'household') throw forbidden('approve-by-another');
}
