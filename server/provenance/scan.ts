import { createHmac } from 'node:crypto';
import mongoose from 'mongoose';
import { dayOf } from '../format.ts';

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

/** The headers that tell a person's look from a robot's. */
export interface Asking {
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

const robots =
  /bot\b|bot\/|crawl|spider|slurp|preview|externalhit|facebookcatalog|embedly|whatsapp|telegram|curl|wget|python|java\/|okhttp|axios|node-fetch|undici|go-http|headless|lighthouse|monitor|uptime/i;

/** Whether a person opened the page: a navigation, not a prefetch, a preview or a robot. */
export function isLook({ method, headers }: Asking): boolean {
  if (method !== 'GET') return false;
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']].join(' ');
  if (/prefetch|prerender|preview/i.test(purpose)) return false;
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  const agent = headers['user-agent'];
  return typeof agent === 'string' && agent !== '' && !robots.test(agent);
}

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
