import { createHmac } from 'node:crypto';
import mongoose from 'mongoose';
import { networkOf } from '../network.ts';

/** Misses under one key in one window of time; a row goes by itself when its window is over. */
export interface GuessRecord {
  _id: string;
  count: number;
  until: Date;
}

const schema = new mongoose.Schema<GuessRecord>(
  { _id: String, count: Number, until: Date },
  { versionKey: false, strict: 'throw' },
);
schema.index({ until: 1 }, { expireAfterSeconds: 60 });

export const GuessModel = mongoose.model<GuessRecord>('Guess', schema);

export interface Window {
  /** Length in seconds. */
  seconds: number;
  /** So many misses are answered; the next is refused. */
  most: number;
}

// Windows are clock minutes, so 30 in each keeps any sixty seconds at or under 60 misses (hardening bar 5).
export const perAddress: Window = { seconds: 60, most: 30 };

// A serial has 20 secret bits: at 2,000 wrong ones a batch and hour a forger needs some 500 hours for one; and a single
// address, held to 1,800 misses an hour, cannot take the verdict away from everybody else.
export const perBatch: Window = { seconds: 3600, most: 2000 };

/** When the window that `at` lies in is over. */
export const endOf = ({ seconds }: Window, at: Date): Date =>
  new Date((Math.floor(at.getTime() / 1000 / seconds) + 1) * seconds * 1000);

/** An address as a key from which it cannot be read back. */
export const addressKey = (address: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(`guess ${networkOf(address)}`)
    .digest('base64url')
    .slice(0, 16);
