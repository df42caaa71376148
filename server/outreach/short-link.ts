import { randomInt } from 'node:crypto';
import mongoose from 'mongoose';
import type { Channel } from '../channels.ts';
import { alphabet } from '../codes.ts';

/** A short address of a page here that says by which channel somebody came. */
export interface ShortLinkRecord {
  /** six characters of the codes' alphabet */
  _id: string;
  /** the page: a path of ours */
  path: string;
  channel: Channel;
  sellerId: string | null;
  opened: number;
  createdAt: Date;
}

const schema = new mongoose.Schema<ShortLinkRecord>(
  {
    _id: { type: String, required: true },
    path: { type: String, required: true },
    channel: { type: String, required: true },
    sellerId: { type: String, default: null },
    opened: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ path: 1, channel: 1 }, { unique: true });

export const ShortLinkModel = mongoose.model<ShortLinkRecord>('ShortLink', schema);

const length = 6;

export const newShortCode = (): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
