import mongoose from 'mongoose';
import { daysBetween } from '../days.ts';

export const certificateKinds = ['ocop', 'food-safety', 'vietgap', 'organic', 'mark', 'other'] as const;
export type CertificateKind = (typeof certificateKinds)[number];

export interface CertificateRecord {
  _id: mongoose.Types.ObjectId;
  sellerId: string;
  /** Null for a certificate of the seller itself. */
  productId: string | null;
  /** Only of a certificate for one batch. */
  batchCode?: string | undefined;
  kind: CertificateKind;
  number: string;
  issuer: string;
  /** Of OCOP, 3 to 5. */
  stars: number | null;
  /** YYYY-MM-DD */
  issuedOn: string;
  /** YYYY-MM-DD, its last day. */
  validUntil: string;
  photoId: string | null;
  createdAt: Date;
}

const schema = new mongoose.Schema<CertificateRecord>(
  {
    sellerId: { type: String, required: true },
    productId: { type: String, default: null },
    batchCode: String,
    kind: { type: String, enum: certificateKinds, required: true },
    number: { type: String, required: true },
    issuer: { type: String, required: true },
    stars: { type: Number, default: null },
    issuedOn: { type: String, required: true },
    validUntil: { type: String, required: true },
    photoId: { type: String, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1, productId: 1, validUntil: 1 });
schema.index({ batchCode: 1 }, { sparse: true });
schema.index({ validUntil: 1 });

export const CertificateModel = mongoose.model<CertificateRecord>('Certificate', schema);

/** An OCOP certificate counts for 36 months (QĐ 148/2023); the last day is the one before the month is full. */
export function ocopUntil(issuedOn: string): string {
  const [year = 0, month = 1, day = 1] = issuedOn.split('-').map(Number);
  return new Date(Date.UTC(year + 3, month - 1, day - 1)).toISOString().slice(0, 10);
}

/** valid, or expiring within 60 days, or expired, on this day. */
export function stateOf({ validUntil }: { validUntil: string }, today: string): 'valid' | 'expiring' | 'expired' {
  if (validUntil < today) return 'expired';
  return daysBetween(today, validUntil) <= 60 ? 'expiring' : 'valid';
}
