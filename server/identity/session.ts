import { model, Schema, type Types } from 'mongoose';
import { dayMs } from '../days.ts';

export interface SessionRecord {
  _id: Types.ObjectId;
  tokenHash: string;
  accountId: Types.ObjectId;
  /** The account's generation when this session began; another one there means the session is over. */
  generation: number;
  createdAt: Date;
  /** When PIN or password was last given. */
  freshAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  /** The token before the PIN was last given: good for a minute more, as fresh as it was, for a form that was sent twice. */
  earlier: { tokenHash: string; freshAt: Date; until: Date } | null;
}

const schema = new Schema<SessionRecord>({
  tokenHash: { type: String, required: true, unique: true },
  accountId: { type: Schema.Types.ObjectId, required: true, index: true },
  generation: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  freshAt: { type: Date, required: true },
  lastSeenAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  earlier: {
    type: new Schema<NonNullable<SessionRecord['earlier']>>(
      {
        tokenHash: { type: String, required: true },
        freshAt: { type: Date, required: true },
        until: { type: Date, required: true },
      },
      { _id: false },
    ),
    default: null,
  },
});
schema.index({ 'earlier.tokenHash': 1 }, { sparse: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const SessionModel = model<SessionRecord>('Session', schema, 'sessions');

/** Lifetimes of the contract's "Sign-in". */
export const sessionDays = 90;
export const idleDays = 30;
/** Money and deletion want a PIN or password not older than this. */
export const freshMinutes = 60;

/** How long a form's twin may come after the session was renewed. */
export const earlierSeconds = 60;

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs);

/** Still valid, and used within the last 30 days: after that the PIN is asked for again. */
export const isAlive = (session: Pick<SessionRecord, 'expiresAt' | 'lastSeenAt'>, at: Date): boolean =>
  session.expiresAt > at && daysAfter(session.lastSeenAt, idleDays) > at;

export const isFresh = (freshAt: Date, at: Date): boolean => at.getTime() - freshAt.getTime() < freshMinutes * 60_000;
