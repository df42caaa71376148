import mongoose from 'mongoose';
import { type Agreed, agreedShape } from '../agreed.ts';

/** How somebody agreed. */
export const consentWays = ['in-person', 'signed', 'message', 'guardian'] as const;
export type ConsentWay = (typeof consentWays)[number];

/**
 * Somebody agreed to be named or seen in one story (Law 91/2025 on personal data: who, for what, when, how; and that it
 * can be taken back). Never changed but for the withdrawal, and never deleted: it is the proof.
 */
export interface ConsentRecord {
  id: string;
  person: string;
  /** What the person does in the story. */
  task: string | null;
  /** The people the person belongs to, if this may be told. */
  people: string | null;
  showsName: boolean;
  showsFace: boolean;
  /** E.164: that visitors may call it; gone with the consent, absent of who gave none. */
  phone?: string | undefined;
  way: ConsentWay;
  /** YYYY-MM-DD, when it was given. */
  givenOn: string;
  /** What was agreed to, as it stood there; absent of before it was kept. */
  agreed?: Agreed | undefined;
  /** Who wrote it down, and when. */
  recordedBy: string;
  recordedAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
}

export const consentSchema = new mongoose.Schema<ConsentRecord>(
  {
    id: { type: String, required: true },
    person: { type: String, required: true },
    task: { type: String, default: null },
    people: { type: String, default: null },
    showsName: { type: Boolean, required: true },
    showsFace: { type: Boolean, required: true },
    phone: { type: String, default: undefined },
    way: { type: String, enum: consentWays, required: true },
    givenOn: { type: String, required: true },
    agreed: { type: agreedShape, default: undefined },
    recordedBy: { type: String, required: true },
    recordedAt: { type: Date, required: true },
    withdrawnAt: { type: Date, default: null },
    withdrawnBy: { type: String, default: null },
  },
  { _id: false, id: false },
);
