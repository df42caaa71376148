import { createHmac } from 'node:crypto';
import mongoose from 'mongoose';
import { dayOf } from '../format.ts';
import type { Asking } from '../look.ts';

// A packet is opened once. A family scans it a few times, a shelf's packet as often as somebody takes it up: beyond five looks by
// different browsers or on different days one label does for several packets more likely than for one.
const mostLooks = 5;

/** Whether a label was looked at more often than one label is: a copy of it may be going round. */
export const isCopied = ({ count }: Pick<ScanRecord, 'count'>): boolean => count > mostLooks;

/** How often one unit was scanned, and by how many browsers of late. */
export interface ScanRecord {
  /** `CODE/SERIAL` */
  _id: string;
  firstAt: Date;
  lastAt: Date;
  /** Scans, one browser counting once a day. */
  count: number;
  /** Who scanned lately: keys of a browser and a day, from which nobody can be found. */
  seen: string[];
}

const schema = new mongoose.Schema<ScanRecord>(
  { _id: String, firstAt: Date, lastAt: Date, count: Number, seen: [String] },
  { versionKey: false, strict: 'throw' },
);

export const ScanModel = mongoose.model<ScanRecord>('Scan', schema);

/**
 * One browser on one day, as a short key: a keyed hash of the address, the browser's name and the Vietnamese day. The
 * address itself is not kept (personal data law 91/2025).
 */
export function browserKey(asking: Asking, address: string, at: Date, secret: string): string {
  const agent = String(asking.headers['user-agent'] ?? '');
  return createHmac('sha256', secret)
    .update(`scan ${dayOf(at)} ${address} ${agent}`)
    .digest('base64url')
    .slice(0, 12);
}
