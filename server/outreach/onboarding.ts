import mongoose from 'mongoose';
import type { Channel } from '../channels.ts';

/** What somebody can say of a stall that is not open yet. */
export const saidStandings = ['not-begun', 'preparing', 'waiting'] as const;
export type SaidStanding = (typeof saidStandings)[number];

/** `open` is nobody's word: an address that leads there is. */
export type Standing = SaidStanding | 'open';

/** What is written down of one seller's way to one channel. */
export interface OnboardingRecord {
  /** seller and channel: one document each */
  _id: string;
  sellerId: string;
  channel: Channel;
  said: SaidStanding;
  helper: string | null;
  /** when somebody last opened the stall there and looked, and who */
  lookedAt: Date | null;
  lookedBy: string | null;
  changedAt: Date;
  changedBy: string;
}

const schema = new mongoose.Schema<OnboardingRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    channel: { type: String, required: true },
    said: { type: String, enum: saidStandings, required: true },
    helper: { type: String, default: null },
    lookedAt: { type: Date, default: null },
    lookedBy: { type: String, default: null },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ sellerId: 1 });

export const OnboardingModel = mongoose.model<OnboardingRecord>('Onboarding', schema);

/** An address that a seller keeps, as far as it tells how far the seller has come. */
export interface KnownLink {
  isOpen: boolean;
  /** how many people said that it leads nowhere */
  reports: number;
}

/** How far a seller has come: an address that buyers may open says more than what was written down before. */
export function standingOf(said: SaidStanding, links: readonly KnownLink[]): Standing {
  if (links.some(({ isOpen }) => isOpen)) return 'open';
  if (links.length > 0) return 'waiting';
  return said;
}

/** The look of a standing as a badge (`web/styles`). */
export const badgeOf = (standing: Standing): string =>
  ({ open: ' badge--done', waiting: ' badge--wait', preparing: '', 'not-begun': ' badge--stop' })[standing];
