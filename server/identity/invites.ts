import { isObjectIdOrHexString, type Types } from 'mongoose';
import type { Actor, Role } from '../actor.ts';
import { absent } from '../database/absent.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { conflict, gone, invalid } from '../errors.ts';
import { AccountModel, type AccountRecord, isStaff, presentAccount } from './account.ts';
import type { SignedIn } from './accounts.ts';
import { type Choice, inviteHours, mistakesIn, secretOffered } from './invite.ts';
import { addOfficer } from './officers.ts';
import { hashSecret } from './password.ts';
import { readPhone } from './phone.ts';
import { sealSecret } from './sealed-secret.ts';
import { dropSessions, openSession } from './sessions.ts';
import { hashDevice } from './sign-in.ts';
import { hashToken, newToken } from './token.ts';
import { newTotpSecret, readTotp, totpUri } from './totp.ts';

export interface Invite {
  /** Who is invited. */
  name: string;
  /** Where on our site it is redeemed; the secret in it is told this once. */
  path: string;
  expiresAt: Date;
}

/** What the person sees before choosing. */
export interface OpenInvite {
  name: string;
  role: Role;
  asksPhone: boolean;
  /** For the authenticator app, cooperative and officer only: as a QR and to type. */
  totp: { secret: string; uri: string } | null;
}

/**
 * Invites a person, for the first time or after a lost phone or PIN: whatever opened the account before stops doing so at
 * once. A cooperative invites its households, an officer the cooperatives, households without one, and other officers.
 * @param until how long it is good for; 24 hours unless said
 * @throws missing('account-not-found') for everybody else's
 */
export async function createInvite(actor: Actor, accountId: string, at: Date, until?: Date): Promise<Invite> {
  const record = isObjectIdOrHexString(accountId) ? await AccountModel.findById(accountId).lean() : null;
  if (!record || !mayInvite(actor, record)) throw await absent(AccountModel, { _id: accountId }, 'account-not-found');
  return invite(record, at, until);
}

/**
 * Invites a commune officer by name, for the operator of the server: the only way into an empty production database.
 * The account is made when there is none of this name.
 */
export async function inviteOfficer(name: string, at: Date): Promise<Invite> {
  const known = await AccountModel.findOne({ role: 'officer', name }).lean();
  if (known) return invite(known, at);
  const added = await addOfficer(name, at);
  return invite(await AccountModel.findById(added.id).lean().orFail(), at);
}

/** @throws gone('invite-gone'): used, too old, replaced by a newer one, or never given: one answer for all. */
export async function openInvite(token: string, at: Date): Promise<OpenInvite> {
  const record = await findInvited(token, at);
  const { name, role, phone } = record;
  const secret = secretOffered(record);
  return { name, role, asksPhone: phone === null, totp: (secret && { secret, uri: totpUri(secret, name) }) || null };
}

/**
 * Redeems an invitation: the choice is kept, the device bound and a session opened. However many try at once, one
 * conditional update decides who was first.
 * @throws gone('invite-gone'), invalid('mistakes') naming the fields, conflict('phone-taken')
 */
export async function redeemInvite(token: string, choice: Choice, device: string, at: Date): Promise<SignedIn> {
  const record = await findInvited(token, at);
  const mistakes = mistakesIn(choice, record, at);
  if (mistakes.length > 0) throw invalid('mistakes', {}, mistakes);
  const devices = [{ hash: hashDevice(device), boundAt: at }];
  const change = { ...(await chosen(choice, record, at)), devices, invite: null };
  const redeemed = await redeem(token, change, at);
  return { token: await openSession(redeemed, at), account: presentAccount(redeemed, at) };
}

const mayInvite = (actor: Actor, { _id, role, cooperativeId }: AccountRecord): boolean =>
  actor.role === 'officer'
    ? (role !== 'household' || cooperativeId === null) && !isSame(_id, actor.accountId)
    : actor.role === 'cooperative' && role === 'household' && isSame(cooperativeId, actor.sellerId);

const isSame = (id: Types.ObjectId | null, text: string | null): boolean =>
  id !== null && text !== null && id.equals(text);

async function invite({ _id, role, name }: AccountRecord, at: Date, until?: Date): Promise<Invite> {
  const token = newToken(128);
  const expiresAt = until ?? new Date(at.getTime() + inviteHours * 3_600_000);
  const totpSecret = isStaff(role) ? sealSecret(newTotpSecret(), _id.toHexString()) : null;
  const nothing = { secretHash: null, totp: null, lookupHashes: [], devices: [], disabledAt: null, guessedAt: null };
  const change = { ...nothing, invite: { hash: hashToken(token), expiresAt, totpSecret } };
  await AccountModel.updateOne({ _id }, { $set: change, $inc: { generation: 1 } });
  await dropSessions(_id);
  return { name, path: `/moi/${token}`, expiresAt };
}

const openUnder = (token: string, at: Date) => ({
  'invite.hash': hashToken(token),
  'invite.expiresAt': { $gt: at },
  disabledAt: null,
});

async function findInvited(token: string, at: Date): Promise<AccountRecord> {
  const record = await AccountModel.findOne(openUnder(token, at)).lean();
  if (!record) throw gone('invite-gone');
  return record;
}

async function chosen(choice: Choice, record: AccountRecord, at: Date): Promise<Partial<AccountRecord>> {
  const { _id, phone } = record;
  const secret = secretOffered(record);
  const lastStep = secret === null ? null : readTotp(secret, choice.code ?? '', at);
  return {
    secretHash: await hashSecret(choice.secret),
    totp: secret === null || lastStep === null ? null : { secret: sealSecret(secret, _id.toHexString()), lastStep },
    phone: phone ?? readPhone(choice.phone ?? ''),
  };
}

async function redeem(token: string, change: Partial<AccountRecord>, at: Date): Promise<AccountRecord> {
  try {
    const update = { $set: change, $inc: { generation: 1 } };
    const redeemed = await AccountModel.findOneAndUpdate(openUnder(token, at), update, {
      returnDocument: 'after',
    }).lean();
    if (!redeemed) throw gone('invite-gone');
    return redeemed;
  } catch (error) {
    if (takenKey(error)?.has('phone')) throw conflict('phone-taken');
    throw error;
  }
}
