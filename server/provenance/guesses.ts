import { readCode } from '../codes.ts';
import { countedIn, countOne, endOf, secondsLeft, windowKey } from '../database/windows.ts';
import { missing, tooMany } from '../errors.ts';
import { addressKey, perAddress, perBatch } from './guess.ts';

// Addresses over the limit, kept here until their minute is over so that a flood costs no writes.
const refused = new Map<string, number>();

/**
 * Counts a code or serial that is not there against the address that asked. Hits are never counted: many phones share one
 * address, and a genuine label must always answer.
 * @throws tooMany('too-many-guesses') with `retryAfterSeconds`, from the 31st miss in a minute
 */
export async function countMiss(address: string, secret: string, at: Date): Promise<void> {
  if (isRefused(address, secret, at)) throw refusal(at);
  if ((await countOne(addressKey(address, secret), perAddress, at)) <= perAddress.most) return;
  forgetOld(at);
  refused.set(missKey(address, secret, at), endOf(perAddress, at).getTime());
  throw refusal(at);
}

/** Who asks, for counting guesses. */
export interface Guesser {
  address: string;
  secret: string;
  at: Date;
}

/**
 * What there is under a code, however somebody wrote it; where there is nothing, that counts as a miss.
 * @throws missing('code-unknown'), and what `countMiss` throws
 */
export async function findCounted<T>(
  text: string,
  find: (code: string) => Promise<T | null>,
  { address, secret, at }: Guesser,
): Promise<T> {
  const code = readCode(text);
  const found = code === null ? null : await find(code);
  if (found !== null) return found;
  await countMiss(address, secret, at);
  throw missing('code-unknown');
}

/** Whether this process has refused the address in this minute already; asks no database. */
export const isRefused = (address: string, secret: string, at: Date): boolean =>
  refused.size > 0 && (refused.get(missKey(address, secret, at)) ?? 0) > at.getTime();

/**
 * Refuses an address whose misses of this minute are used up. For what must not be told apart by such an address: a serial
 * that is right and one that is wrong.
 * @throws tooMany('too-many-guesses') with `retryAfterSeconds`
 */
export async function refuseGuesser(address: string, secret: string, at: Date): Promise<void> {
  if ((await countedIn(addressKey(address, secret), perAddress, at)) >= perAddress.most) throw refusal(at);
}

/** Counts a wrong serial of a batch, by an address that is not over its own limit. */
export async function countForgedSerial(code: string, at: Date): Promise<void> {
  await countOne(batchKey(code), perBatch, at);
}

/**
 * Whether serials of this batch are being guessed just now: then a serial nobody scanned before gets no verdict rather than
 * a wrong one (contract, "Codes"), whether it is right or not.
 */
export async function isBatchGuessed(code: string, at: Date): Promise<boolean> {
  return (await countedIn(batchKey(code), perBatch, at)) > perBatch.most;
}

const missKey = (address: string, secret: string, at: Date): string =>
  windowKey(addressKey(address, secret), perAddress, at);

const batchKey = (code: string): string => `batch ${code}`;

const refusal = (at: Date) => tooMany('too-many-guesses', { retryAfterSeconds: secondsLeft(perAddress, at) });

function forgetOld(at: Date): void {
  if (refused.size < 1000) return;
  for (const [key, until] of refused) if (until <= at.getTime()) refused.delete(key);
}
