import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor, Role } from '../actor.ts';
import { takenKey } from '../database/duplicate-key.ts';
import { isDemonstration } from '../database/marks.ts';
import { conflict, forbidden, invalid, missing } from '../errors.ts';
import { holdsWords } from '../fold.ts';
import { type Account, AccountModel, type AccountRecord, presentAccount } from './account.ts';
import { hashSecret } from './password.ts';
import { readOwnPhone } from './phone.ts';
import { dropSessions, openSession, renewSession } from './sessions.ts';
import { hashDevice, proveIdentity } from './sign-in.ts';
import { hashLookupCode, newLookupCodes } from './totp.ts';

export { type Account } from './account.ts';
export { resealSecrets } from './resealing.ts';
export { markOf, marksOf, sealUnder } from './sealed-secret.ts';
export { closeSession, findActor, requireFresh } from './sessions.ts';

export interface SignedIn {
  /** The new session's token: never one that the browser brought along (bar 10). */
  token: string;
  account: Account;
}

export interface Credentials {
  phone: string;
  /** PIN or password. */
  pin: string;
  code?: string | undefined;
  /** The device's own token from its cookie, if any. */
  device: string | null;
  /** Whose living session the request came under, if any. */
  actor: Actor | null;
}

/** @throws unauthenticated('sign-in-failed'), tooMany('too-many-tries'), unavailable('sign-in-busy') */
export async function signIn(credentials: Credentials, at: Date): Promise<SignedIn> {
  const { phone, pin: secret, code, device, actor } = credentials;
  const deviceHash = device === null ? null : hashDevice(device);
  const record = await proveIdentity({ phone, secret, code, deviceHash, actor }, at);
  if (deviceHash !== null) await bindDevice(record, deviceHash, at);
  return { token: await openSession(record, at), account: presentAccount(record, at) };
}

/**
 * Asks a signed-in person for the PIN or password again: the session goes on under a new token.
 * @throws as signIn
 */
export async function confirmIdentity(
  actor: Actor,
  { pin: secret, code }: { pin: string; code?: string | undefined },
  at: Date,
): Promise<string> {
  const { phone } = await getAccount(actor.accountId, at);
  const record = await proveIdentity({ phone: phone ?? '', secret, code, deviceHash: null, actor }, at);
  return renewSession(actor, record, at);
}

export interface WantedAccount {
  name: string;
  role: Role;
  /** As people write it; an officer gives it when redeeming the invitation. */
  phone: string | null;
  sellerId: string | null;
  cooperativeId: string | null;
}

/**
 * A person who can be invited. Nobody can sign in before the invitation is redeemed.
 * @throws conflict('phone-taken'), invalid('mistakes') at `/phone`
 */
export async function addAccount(wanted: WantedAccount, at: Date): Promise<Account> {
  return presentAccount(await insert(wanted, null, at), at);
}

/**
 * A person with a PIN that everybody may know: for demonstration data only, since nobody chooses another's PIN.
 * @throws forbidden('not-a-demonstration'), conflict('phone-taken')
 */
export async function addDemonstrationAccount(wanted: WantedAccount & { pin: string }, at: Date): Promise<Account> {
  if (!(await isDemonstration())) throw forbidden('not-a-demonstration');
  return presentAccount(await insert(wanted, await hashSecret(wanted.pin), at), at);
}

/** @throws missing('account-not-found') */
export async function getAccount(id: string, at: Date): Promise<Account> {
  const record = isObjectIdOrHexString(id) ? await AccountModel.findById(id).lean() : null;
  if (!record) throw missing('account-not-found');
  return presentAccount(record, at);
}

/** The people of some sellers, by name. */
export async function listAccounts(sellerIds: readonly string[], at: Date): Promise<Account[]> {
  const ids = sellerIds.map((id) => new Types.ObjectId(id));
  const records = await AccountModel.find({ sellerId: { $in: ids } })
    .sort({ createdAt: 1 })
    .lean();
  return records.map((record) => presentAccount(record, at));
}

/** The ids of the people whose name holds every word of a search. */
export async function peopleNamed(search: string): Promise<string[]> {
  const all = await AccountModel.find({}, { name: 1 }).lean<{ _id: Types.ObjectId; name: string }[]>();
  return all.filter(({ name }) => holdsWords(name, search)).map(({ _id }) => _id.toHexString());
}

/**
 * What somebody is called, and the number they sign in under; nothing else about the account changes.
 * @throws conflict('phone-taken'), invalid('mistakes') at `/phone`
 */
export async function changeAccount(before: Account, wanted: { name: string; phone: string }): Promise<void> {
  const change = { name: wanted.name, phone: phoneOf(wanted.phone) };
  const former = {
    ...(change.name !== before.name && { formerNames: before.name }),
    ...(change.phone !== before.phone && before.phone !== null && { formerPhones: before.phone }),
  };
  await AccountModel.updateOne({ _id: before.id }, { $set: change, $addToSet: former }).catch(asTaken);
}

/** Ends every session and forgets every device; the PIN or password stays. */
export async function endSessions(id: string): Promise<void> {
  await endAll(id, {});
}

/** Nobody gets in under this account any more, from the next request on; a new invitation opens it again. */
export async function disableAccount(id: string, at: Date): Promise<void> {
  await endAll(id, { disabledAt: at, invite: null });
}

/** Makes new lookup codes in place of the old ones; they are told this once. */
export async function renewLookupCodes(accountId: string): Promise<string[]> {
  const codes = newLookupCodes();
  await AccountModel.updateOne({ _id: accountId }, { $set: { lookupHashes: codes.map(hashLookupCode) } });
  return codes;
}

/** @throws invalid('mistakes') at `/phone` */
function phoneOf(text: string): string {
  const reading = readOwnPhone(text);
  if ('value' in reading) return reading.value;
  throw invalid('mistakes', {}, [{ pointer: '/phone', ...reading }]);
}

// The newest twenty devices; binding one again moves nothing.
async function bindDevice({ _id, generation, devices }: AccountRecord, hash: string, at: Date): Promise<void> {
  if (devices.some((device) => device.hash === hash)) return;
  const push = { devices: { $each: [{ hash, boundAt: at }], $slice: -20 } };
  await AccountModel.updateOne({ _id, generation }, { $push: push });
}

// Raising the generation ends the sessions; deleting them is only tidying up.
async function endAll(id: string, change: Partial<AccountRecord>): Promise<void> {
  const _id = new Types.ObjectId(id);
  await AccountModel.updateOne({ _id }, { $set: { ...change, devices: [] }, $inc: { generation: 1 } });
  await dropSessions(_id);
}

async function insert(wanted: WantedAccount, secretHash: string | null, at: Date): Promise<AccountRecord> {
  const phone = wanted.phone === null ? null : phoneOf(wanted.phone);
  const { name, role, sellerId, cooperativeId } = wanted;
  try {
    const account = await AccountModel.create({
      name,
      role,
      phone,
      sellerId,
      cooperativeId,
      secretHash,
      createdAt: at,
    });
    return account.toObject();
  } catch (error) {
    return asTaken(error);
  }
}

function asTaken(error: unknown): never {
  throw takenKey(error)?.has('phone') ? conflict('phone-taken') : error;
}
