import type { Actor } from '../../actor.ts';
import { upsert } from '../../database/upsert.ts';
import { forbidden, missing } from '../../errors.ts';
import { requireFresh } from '../../identity/accounts.ts';
import { getSeller } from '../../identity/sellers.ts';
import { isSameSecret } from '../../same-secret.ts';
import { tellChange } from '../../told-changes.ts';
import {
  type ApiKey,
  ApiKeyModel,
  type ApiKeyRecord,
  hashApiSecret,
  type KeyScope,
  newApiKeyId,
  newApiSecret,
  shownPart,
} from './api-key.ts';

export type { ApiKey } from './api-key.ts';

const noteEverySeconds = 60;

/**
 * The key of this scope that a request brings, or null when it is wrong, revoked or for something else.
 * @param setting the key from PAYMENTS_API_KEY, which is always valid and for every seller
 */
export async function findApiKey(
  secret: string,
  setting: string | null,
  at: Date,
  scope: KeyScope = 'payments',
): Promise<ApiKey | null> {
  const hash = hashApiSecret(secret);
  // Compared as hashes: equal lengths, and how long it takes tells nothing of the key.
  if (setting !== null && isSameSecret(hash, hashApiSecret(setting))) {
    return { id: 'key_setting', name: 'PAYMENTS_API_KEY', sellerId: null };
  }
  const record = await ApiKeyModel.findOne({ hash, revokedAt: null }).lean<ApiKeyRecord>();
  if (!record || (record.scope ?? 'payments') !== scope) return null;
  await noteUse(record, at);
  const { perMinute } = record;
  return { id: record._id, name: record.name, sellerId: record.sellerId, ...(perMinute && { perMinute }) };
}

export interface WantedApiKey {
  name: string;
  /** The only seller it is for; null: every seller. */
  sellerId: string | null;
  production: boolean;
  /** without it, for payments */
  scope?: KeyScope;
  perMinute?: number;
  /** The submission: the same one makes the same key. */
  requestId: string;
}

/**
 * Makes a key for a program.
 * @returns the key itself, which is kept nowhere and cannot be shown again
 * @throws forbidden('not-for-your-role') but for an officer, forbidden('pin-needed'), missing('seller-not-found')
 */
export async function makeApiKey(actor: Actor, wanted: WantedApiKey, at: Date): Promise<string> {
  requireFreshOfficer(actor, at);
  const { name, sellerId, production, requestId, scope, perMinute } = wanted;
  if (sellerId !== null) await getSeller(sellerId);
  const secret = newApiSecret(production);
  const limits = { ...(scope && { scope }), ...(perMinute && { perMinute }) };
  const made = { name, sellerId, createdAt: at, createdBy: actor.name, ...limits };
  const unused = { lastUsedAt: null, revokedAt: null, revokedBy: null };
  // Nobody has seen what a submission that was cut off has made, so a second try may put another in its place.
  await upsert(() =>
    ApiKeyModel.updateOne(
      { requestId },
      {
        $set: { hash: hashApiSecret(secret), shown: shownPart(secret) },
        $setOnInsert: { _id: newApiKeyId(), ...made, ...unused },
      },
      { upsert: true },
    ),
  );
  tellChange(
    actor,
    { what: 'key-scope', of: name, from: null, to: scope ?? 'payments', as: 'word' },
    { what: 'key-rate', of: name, from: null, to: perMinute ?? null },
  );
  return secret;
}

/** Every key ever made, the newest first and without what opens anything. @throws forbidden('not-for-your-role') */
export async function listApiKeys(
  actor: Actor,
): Promise<(ApiKey & Omit<ApiKeyRecord, '_id' | 'hash' | 'requestId'>)[]> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  const records = await ApiKeyModel.find().sort({ createdAt: -1 }).limit(500).lean<ApiKeyRecord[]>();
  return records.map(({ _id, hash: _hash, requestId: _requestId, ...key }) => ({ id: _id, ...key }));
}

/**
 * No request passes with this key any more, from now on; safe to repeat.
 * @throws forbidden('not-for-your-role'), forbidden('pin-needed'), missing('api-key-not-found')
 */
export async function revokeApiKey(actor: Actor, id: string, at: Date): Promise<void> {
  requireFreshOfficer(actor, at);
  const key = await ApiKeyModel.findOneAndUpdate(
    { _id: id, revokedAt: null },
    { $set: { revokedAt: at, revokedBy: actor.name } },
  ).lean<ApiKeyRecord>();
  if (key) tellChange(actor, { what: 'key', of: key.name, from: 'valid', to: 'revoked', as: 'word' });
  else if (!(await ApiKeyModel.exists({ _id: id }))) throw missing('api-key-not-found');
}

function requireFreshOfficer(actor: Actor, at: Date): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
}

// At most one write a minute: a busy shop's thousand requests need not be a thousand writes.
async function noteUse({ _id, lastUsedAt }: ApiKeyRecord, at: Date): Promise<void> {
  if (lastUsedAt && at.getTime() - lastUsedAt.getTime() < noteEverySeconds * 1000) return;
  await ApiKeyModel.updateOne({ _id }, { $max: { lastUsedAt: at } });
}
