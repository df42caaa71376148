import type { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { isDemonstration } from '../database/marks.ts';
import { DomainError, tooMany, unauthenticated } from '../errors.ts';
import { readTyped } from '../reading/text.ts';
import { AccountModel, type AccountRecord, isStaff } from './account.ts';
import { countAttempt, forgetAttempts, secondsLocked } from './attempts.ts';
import { verifySecret } from './password.ts';
import { readPhone } from './phone.ts';
import { isSealed, openSecret, sealSecret } from './sealed-secret.ts';
import { hashToken } from './token.ts';
import { hashLookupCode, readTotp } from './totp.ts';

/** Five wrong tries in 15 minutes for an account and device (bar 7). */
export const pinLimit = { most: 5, seconds: 15 * 60 };

export interface Proof {
  phone: string;
  /** PIN of a household, password of cooperative and officer. */
  secret: string;
  /** Six digits of the authenticator app, or a lookup code. */
  code?: string | undefined;
  /** The hash of the device's own token, if it sent one. */
  deviceHash: string | null;
  /** Whose session the request came under: proof of a device as good as its token. */
  actor: Pick<Actor, 'accountId' | 'sessionId'> | null;
}

/**
 * The account whose owner this is. An unknown number, a wrong secret, a wrong code and a strange phone are one answer, and
 * cost the same work.
 *
 * Wrong tries are counted per account and device; all devices that the account does not know share one count. So a crowd
 * of strangers has five tries together, and the owner's own phone keeps its five whatever strangers do. Who has no such phone
 * and holds one of the account's paper codes, which nobody guesses, has five of their own as well.
 * @throws unauthenticated('sign-in-failed'), tooMany('too-many-tries') with `retryAfterSeconds` and `minutes`
 */
export async function proveIdentity(proof: Proof, at: Date): Promise<AccountRecord> {
  const { account, bound, key } = await whoIsMeant(proof);
  await refuseLocked(key, at);
  const right = await verifySecret(account?.secretHash ?? null, proof.secret);
  const proven = account && right && account.disabledAt === null && (await hasSecondFactor(account, bound, proof, at));
  if (!proven) throw await countWrong(key, account, at);
  // Many guesses sent at the same moment: once five were wrong, no verdict is given on the rest.
  await refuseLocked(key, at);
  await forgetAttempts(key);
  return account;
}

/** The account of the number, whether the device is known to it, and under which key wrong tries are counted. */
async function whoIsMeant(proof: Proof) {
  const phone = readPhone(proof.phone);
  const account = phone === null ? null : await AccountModel.findOne({ phone }).lean();
  const device = account && knownDevice(account, proof);
  const whose = device ?? (account && holdsPaperCode(account, proof) ? 'paper' : 'strangers');
  return { account, bound: device !== null, key: `pin ${phone ?? proof.phone.slice(0, 40)} ${whose}` };
}

function knownDevice({ _id, devices }: AccountRecord, { deviceHash, actor }: Proof): string | null {
  if (deviceHash !== null && devices.some(({ hash }) => hash === deviceHash)) return deviceHash;
  return actor && _id.equals(actor.accountId) ? `session ${actor.sessionId}` : null;
}

// Looked at only: it is used up when everything else is right.
const holdsPaperCode = ({ lookupHashes }: AccountRecord, { code = '' }: Proof): boolean =>
  code !== '' && lookupHashes.includes(hashLookupCode(code));

async function refuseLocked(key: string, at: Date): Promise<void> {
  const seconds = await secondsLocked(key, pinLimit, at);
  if (seconds > 0) throw lockedFor(seconds);
}

/** Counts the wrong try and says what to answer; the last one allowed leaves a notice for who looks after the account. */
async function countWrong(key: string, account: AccountRecord | null, at: Date): Promise<DomainError> {
  const count = await countAttempt(key, pinLimit, at);
  if (count === pinLimit.most && account)
    await AccountModel.updateOne({ _id: account._id }, { $set: { guessedAt: at } });
  return count > pinLimit.most ? lockedFor(await secondsLocked(key, pinLimit, at)) : unauthenticated('sign-in-failed');
}

const lockedFor = (seconds: number): DomainError =>
  tooMany('too-many-tries', { retryAfterSeconds: seconds, minutes: Math.ceil(seconds / 60) });

// Two factors everywhere (ASVS 5.0 6.3.2): a PIN counts only on a phone that an invitation bound, a password only with a
// code. On a marked demonstration database the PIN alone opens accounts that never set up an authenticator.
async function hasSecondFactor(account: AccountRecord, bound: boolean, proof: Proof, at: Date): Promise<boolean> {
  if (account.totp) return useCode(account, proof.code ?? '', at);
  if (!isStaff(account.role) && bound) return true;
  return isDemonstration();
}

/** True once for each code: the step, or the lookup code, is used up by the same update that accepts it. */
async function useCode({ _id, totp }: AccountRecord, code: string, at: Date): Promise<boolean> {
  const secret = totp && (await readSecret({ _id, totp }));
  const step = secret && /^[\d\s-]{6,8}$/.test(readTyped(code)) ? readTotp(secret, code, at) : null;
  if (step !== null) {
    const used = { _id, 'totp.lastStep': { $lt: step } };
    return (await AccountModel.updateOne(used, { $set: { 'totp.lastStep': step } })).modifiedCount === 1;
  }
  const hash = hashLookupCode(code);
  const found = await AccountModel.updateOne({ _id, lookupHashes: hash }, { $pull: { lookupHashes: hash } });
  return found.modifiedCount === 1;
}

// Those that were kept before secrets were sealed are sealed when they are read.
async function readSecret({ _id, totp }: { _id: Types.ObjectId; totp: { secret: string } }): Promise<string | null> {
  const id = _id.toHexString();
  if (!isSealed(totp.secret)) {
    const old = { _id, 'totp.secret': totp.secret };
    await AccountModel.updateOne(old, { $set: { 'totp.secret': sealSecret(totp.secret, id) } });
  }
  return openSecret(totp.secret, id);
}

/** The hash under which a device's own random token is known. */
export const hashDevice = (token: string): string => hashToken(`device ${token}`);
