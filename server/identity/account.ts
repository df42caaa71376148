import { model, Schema, type Types } from 'mongoose';
import type { Actor, Role } from '../actor.ts';

/** An open invitation: one at a time, in the account itself, so that redeeming it is a single conditional update. */
export interface InviteRecord {
  hash: string;
  expiresAt: Date;
  /** For cooperatives and officers: what their authenticator app will share with us, sealed (sealed-secret.ts). */
  totpSecret: string | null;
}

export interface AccountRecord {
  _id: Types.ObjectId;
  name: string;
  role: Role;
  /** E.164. */
  phone: string | null;
  sellerId: Types.ObjectId | null;
  cooperativeId: Types.ObjectId | null;
  /** PIN of a household, password of cooperative and officer; null until the invitation is redeemed. */
  secretHash: string | null;
  /** The secret is sealed (sealed-secret.ts). */
  totp: { secret: string; lastStep: number } | null;
  lookupHashes: string[];
  invite: InviteRecord | null;
  /** The phones and computers that are the "something you have" beside the PIN. */
  devices: { hash: string; boundAt: Date }[];
  /** Sessions carry the number they were opened under: raising it ends all of them in the same write. */
  generation: number;
  disabledAt: Date | null;
  /** When somebody last used up all tries at the PIN: shown to who looks after the account. */
  guessedAt: Date | null;
  /** What the person was called and rung up by before: whoever erases them looks for these too. */
  formerNames?: string[];
  formerPhones?: string[];
  createdAt: Date;
}

const schema = new Schema<AccountRecord>({
  name: { type: String, required: true },
  role: { type: String, enum: ['household', 'cooperative', 'officer'], required: true },
  phone: { type: String, default: null },
  sellerId: { type: Schema.Types.ObjectId, default: null, index: true },
  cooperativeId: { type: Schema.Types.ObjectId, default: null },
  secretHash: { type: String, default: null },
  totp: { _id: false, type: { secret: String, lastStep: Number }, default: null },
  lookupHashes: { type: [String], default: [] },
  invite: { _id: false, type: { hash: String, expiresAt: Date, totpSecret: String }, default: null },
  devices: { type: [{ _id: false, hash: String, boundAt: Date }], default: [] },
  generation: { type: Number, default: 0 },
  disabledAt: { type: Date, default: null },
  guessedAt: { type: Date, default: null },
  formerNames: { type: [String], default: undefined },
  formerPhones: { type: [String], default: undefined },
  createdAt: { type: Date, required: true },
});
schema.index({ phone: 1 }, { unique: true, partialFilterExpression: { phone: { $type: 'string' } } });
schema.index({ 'invite.hash': 1 }, { unique: true, partialFilterExpression: { 'invite.hash': { $type: 'string' } } });
schema.index({ role: 1, name: 1 });

export const AccountModel = model<AccountRecord>('Account', schema, 'accounts');

/** A person's sign-in, without anything secret. */
export interface Account {
  id: string;
  name: string;
  role: Role;
  phone: string | null;
  sellerId: string | null;
  cooperativeId: string | null;
  state: 'new' | 'invited' | 'active' | 'disabled';
  /** Whether a code of an authenticator app is asked for beside the password. */
  hasTotp: boolean;
  guessedAt: Date | null;
}

export const presentAccount = (record: AccountRecord, at: Date): Account => ({
  id: record._id.toHexString(),
  name: record.name,
  role: record.role,
  phone: record.phone ?? null,
  sellerId: record.sellerId?.toHexString() ?? null,
  cooperativeId: record.cooperativeId?.toHexString() ?? null,
  state: stateOf(record, at),
  hasTotp: Boolean(record.totp),
  guessedAt: record.guessedAt ?? null,
});

export const actorFrom = (record: AccountRecord, session: Pick<Actor, 'sessionId' | 'freshAt'>): Actor => ({
  accountId: record._id.toHexString(),
  name: record.name,
  role: record.role,
  sellerId: record.sellerId?.toHexString() ?? null,
  cooperativeId: record.cooperativeId?.toHexString() ?? null,
  ...session,
});

/** Who needs more than a PIN: they can change what others made. */
export const isStaff = (role: Role): boolean => role !== 'household';

function stateOf(record: AccountRecord, at: Date): Account['state'] {
  if (record.disabledAt) return 'disabled';
  if (record.secretHash) return 'active';
  return record.invite && record.invite.expiresAt > at ? 'invited' : 'new';
}
