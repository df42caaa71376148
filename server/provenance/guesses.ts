import { isDuplicateKey } from '../database/duplicate-key.ts';
import { tooMany } from '../errors.ts';
import { addressKey, endOf, GuessModel, perAddress, perBatch, type Window } from './guess.ts';

// Addresses over the limit, kept here until their minute is over so that a flood costs no writes.
const refused = new Map<string, number>();

/**
 * Counts a code or serial that is not there against the address that asked. Hits are never counted: many phones share one
 * address, and a genuine label must always answer.
 * @throws tooMany('too-many-guesses') with `retryAfterSeconds`, from the 31st miss in a minute
 */
export async function countMiss(address: string, secret: string, at: Date): Promise<void> {
  if (isRefused(address, secret, at)) throw refusal(perAddress, at);
  const key = missKey(address, secret, at);
  if ((await add(key, perAddress, at)) <= perAddress.most) return;
  forgetOld(at);
  refused.set(key, endOf(perAddress, at).getTime());
  throw refusal(perAddress, at);
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
  const record = await GuessModel.findById(missKey(address, secret, at)).lean();
  if (record !== null && record.count >= perAddress.most) throw refusal(perAddress, at);
}

/** Counts a wrong serial of a batch, by an address that is not over its own limit. */
export async function countForgedSerial(code: string, at: Date): Promise<void> {
  await add(batchKey(code, at), perBatch, at);
}

/**
 * Whether serials of this batch are being guessed just now: then a serial nobody scanned before gets no verdict rather than
 * a wrong one (contract, "Codes"), whether it is right or not.
 */
export async function isBatchGuessed(code: string, at: Date): Promise<boolean> {
  const record = await GuessModel.findById(batchKey(code, at)).lean();
  return record !== null && record.count > perBatch.most;
}

const missKey = (address: string, secret: string, at: Date): string =>
  `${addressKey(address, secret)} ${endOf(perAddress, at).toISOString()}`;

const batchKey = (code: string, at: Date): string => `batch ${code} ${endOf(perBatch, at).toISOString()}`;

async function add(key: string, window: Window, at: Date): Promise<number> {
  const write = () =>
    GuessModel.findOneAndUpdate(
      { _id: key },
      { $inc: { count: 1 }, $setOnInsert: { until: endOf(window, at) } },
      { upsert: true, returnDocument: 'after' },
    ).lean();
  try {
    return (await write()).count;
  } catch (error) {
    // Two first misses at once: the second finds the row the first one made.
    if (!isDuplicateKey(error)) throw error;
    return (await write()).count;
  }
}

function refusal(window: Window, at: Date) {
  const retryAfterSeconds = Math.max(1, Math.ceil((endOf(window, at).getTime() - at.getTime()) / 1000));
  return tooMany('too-many-guesses', { retryAfterSeconds });
}

function forgetOld(at: Date): void {
  if (refused.size < 1000) return;
  for (const [key, until] of refused) if (until <= at.getTime()) refused.delete(key);
}
