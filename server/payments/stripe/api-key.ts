import { createHash, randomBytes } from 'node:crypto';
import { model, Schema } from 'mongoose';

/** What a key opens: the payments API, or the commune's figures. */
export const keyScopes = ['payments', 'indicators'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** A program's right to use the payments API, or to read the commune's figures. */
export interface ApiKey {
  /** `key_` and 24 hex digits; `key_setting` is the one from PAYMENTS_API_KEY. */
  id: string;
  name: string;
  /** The only seller it may take money for and see; null: every seller. */
  sellerId: string | null;
  /** absent of keys from before there was another */
  scope?: KeyScope;
  /** requests a minute, of a key for figures */
  perMinute?: number;
}

export interface ApiKeyRecord extends Omit<ApiKey, 'id'> {
  _id: string;
  /** SHA-256 of the key, hex: 256 random bits need no slow hash (ASVS 5.0 11.4.1), and a stolen database opens nothing. */
  hash: string;
  /** How the key begins and ends, so that people tell theirs apart. */
  shown: string;
  createdAt: Date;
  createdBy: string;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  revokedBy: string | null;
  /** The submission that made it, so that one sent twice makes one key. */
  requestId: string;
}

const schema = new Schema<ApiKeyRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    sellerId: { type: String, default: null },
    scope: { type: String, enum: keyScopes },
    perMinute: Number,
    hash: { type: String, required: true },
    shown: { type: String, required: true },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    lastUsedAt: { type: Date, default: null },
    revokedAt: { type: Date, default: null },
    revokedBy: { type: String, default: null },
    requestId: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ hash: 1 }, { unique: true });
schema.index({ createdAt: -1 });
schema.index({ requestId: 1 }, { unique: true });

export const ApiKeyModel = model<ApiKeyRecord>('PaymentsApiKey', schema, 'payments_api_keys');

export const newApiKeyId = (): string => `key_${randomBytes(12).toString('hex')}`;

/** 256 random bits in letters that survive a double click; the prefix says whether money is real, as Stripe's does. */
export const newApiSecret = (production: boolean): string =>
  `${production ? 'sk_live_' : 'sk_test_'}${randomBytes(32).toString('hex')}`;

export const hashApiSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const shownPart = (secret: string): string => `${secret.slice(0, 12)}…${secret.slice(-4)}`;
