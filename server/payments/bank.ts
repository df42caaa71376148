import { createHash, timingSafeEqual } from 'node:crypto';

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
export type Outcome = 'paid' | 'seen-before' | 'kept-for-review' | 'ignored';

/** One provider of bank messages: one file in `banks/`. */
export interface Bank {
  /**
   * Checks the proof on the raw bytes, then reads them. Null: honest, but no money came in.
   * @throws unauthenticated('bank-proof-wrong'), malformed('bank-message-unreadable')
   */
  read(rawBody: Buffer, headers: Headers, secrets: BankSecrets, at: Date): BankMessage | null;
  /** The body of a 200 that makes the provider stop. */
  answer(outcome: Outcome): object;
}

/** How far a signed message's time may lie from ours. */
export const proofWindowSeconds = 300;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compares two texts without telling by its time how much of them is alike. */
export const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());

/** A header that came once, else ''. */
export function header(headers: Headers, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** The instant that a provider writes as `2026-11-16 12:00:05` in Vietnamese time; null when it is none. */
export function bankTime(text: string | null | undefined): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)/.exec(text ?? '');
  if (!match) return null;
  const instant = new Date(`${match[1]}T${match[2]}+07:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
