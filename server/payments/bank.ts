import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../reading/json.ts';

/** What a provider tells us about money that came in, in our words. */
export interface BankMessage {
  /** The provider's own number of the transfer: the same when it repeats itself. */
  providerId: string;
  amountVnd: number;
  accountNumber: string;
  /** A virtual account below the real one, when the money came through it. */
  subAccount: string | null;
  content: string;
  /** The bank's reference of the transfer. */
  reference: string | null;
  /** Which of the entries of one statement with this reference and amount; of a message there is one. */
  time?: number;
  /** When the bank booked it; null when the message does not say. */
  receivedAt: Date | null;
}

/** What a connection keeps to check a provider's proof: an API key only as its hash, a signing secret as it is. */
export interface BankSecrets {
  apiKeyHash: string | null;
  secret: string | null;
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What is done with a message: answered to the provider, so that it stops repeating. */
export type Outcome = 'paid' | 'seen-before' | 'kept-for-review' | 'ignored' | 'unreadable';

/** How a provider of bank messages is read: `bank.ts` in its folder of `banks/`. */
export interface Bank {
  /**
   * Checks the proof on the raw bytes, then reads them. Null: honest, but no money came in.
   * @throws unauthenticated('bank-proof-wrong'); only after the proof was right malformed('bank-message-unreadable'), and then the
   * message is kept for a person
   */
  read(rawBody: Buffer, headers: Headers, secrets: BankSecrets, at: Date): BankMessage | null;
  /** The body of a 200 that makes the provider stop. */
  answer(outcome: Outcome): object;
}

/** How far a signed message's time may lie from ours. */
export const proofWindowSeconds = 300;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A header that came once, else ''. */
export function header(headers: Headers, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * The instant that a provider writes as `2026-11-16 12:00:05`, in Vietnamese time unless it states a zone (`Z`, `+00:00`); null
 * when it is none.
 */
export function bankTime(text: string | null | undefined): Date | null {
  const [, day, time, zone = '+07:00'] = written.exec((text ?? '').trim()) ?? [];
  if (day === undefined || time === undefined) return null;
  const midnight = new Date(`${day}T00:00Z`);
  // 31 February would slip into March.
  const isReal = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  const instant = new Date(`${day}T${time}${fullZone(zone)}`);
  return isReal && !Number.isNaN(instant.getTime()) ? instant : null;
}

const fullZone = (zone: string): string =>
  zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;

/**
 * What a provider's body says: JSON, or a form, of which every value is a text; undefined when it is neither.
 * Of a form's fields that are empty nothing is said.
 */
export function bodyOf(rawBody: Buffer, headers: Headers): unknown {
  const text = rawBody.toString('utf8');
  if (/^application\/x-www-form-urlencoded\b/i.test(header(headers, 'content-type'))) {
    return Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ''));
  }
  return readJson(text);
}

/** Whole đồng as a number or as its digits in a text; a text with separators has two readings, so it is none. */
export const amountVnd = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[+-]?\d{1,13}(\.00?)?$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(-1e12).max(1e12));
