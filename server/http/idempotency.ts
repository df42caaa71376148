import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import mongoose, { Schema } from 'mongoose';
import { databaseNow } from '../database/clock.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { whyUnavailable } from '../database/unavailable.ts';
import { conflict, DomainError, type ErrorKind, type Facts, invalid } from '../errors.ts';
import { seal, unseal } from '../seal.ts';

/** What a request answered, so that the same request can be answered again without being done again. */
export interface Answer {
  status: number;
  body: unknown;
}

interface Kept {
  _id: string;
  fingerprint: string;
  state: 'running' | 'done';
  since: Date;
  answer: Buffer | null;
}

const KeptModel = mongoose.model<Kept>(
  'IdempotencyKey',
  new Schema<Kept>(
    {
      _id: { type: String, required: true },
      fingerprint: { type: String, required: true },
      state: { type: String, required: true },
      since: { type: Date, required: true, expires: 24 * 3600 },
      answer: { type: Buffer, default: null },
    },
    { collection: 'idempotency', versionKey: false },
  ),
);

/**
 * The key that a request came with; undefined without one.
 * @throws invalid('idempotency-key-length')
 */
export function idempotencyKey({ headers }: IncomingMessage, shortest = 16): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || key.length < shortest || key.length > 255)
    throw invalid('idempotency-key-length', { min: shortest, max: 255 });
  return key;
}

/** Who is at work says so every two seconds; who has been silent for six belonged to a process that died. */
const heartbeatSeconds = 2;
const leaseSeconds = 6;
const waitSeconds = 10;

interface Once {
  /** Who and what: account, method and path. The same key elsewhere is another key. */
  scope: string;
  key: string;
  /** The request's body: the same key with another body is a mistake of the caller. */
  fingerprint: unknown;
}

/**
 * Does the work once for a key within 24 hours, and gives every repetition the first answer. A twin that arrives while the
 * first is at work waits up to 10 seconds. Refusals by validation and unexpected failures do not use the key up.
 * `work` gets a stable id of the request, so that what it makes can carry it and a retry after a crash finds it.
 * @throws invalid('idempotency-key-reused'), conflict('request-in-progress'), and what the work threw
 */
export async function once(request: Once, work: (requestId: string) => Promise<Answer>): Promise<Answer> {
  const id = hash('id', request.scope, request.key);
  const fingerprint = hash('body', JSON.stringify(request.fingerprint ?? null));
  const earlier = await claim(id, fingerprint);
  if (earlier !== null) return replay(opened(earlier, request));
  const heartbeat = setInterval(() => void sayAtWork(id), heartbeatSeconds * 1000);
  try {
    const answer = await work(id);
    await settle(id, sealed({ answer }, request));
    return answer;
  } catch (error) {
    if (isFinal(error)) await settle(id, sealed({ refusal: refusalOf(error) }, request));
    else await giveUp(id, error);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

// One that is missed does no harm, so nobody waits for it.
const sayAtWork = (id: string): Promise<unknown> =>
  KeptModel.updateOne({ _id: id, state: 'running' }, { since: databaseNow() }).catch(() => null);

// A database that is gone would keep the person waiting once more: the lease ends by itself.
async function giveUp(id: string, error: unknown): Promise<void> {
  const gone = KeptModel.deleteOne({ _id: id });
  if (whyUnavailable(error) === null) await gone;
  else gone.catch(() => null);
}

/** Null when the work is ours to do; else the sealed answer of whoever did it. */
async function claim(id: string, fingerprint: string): Promise<Buffer | null> {
  const deadline = performance.now() + waitSeconds * 1000;
  while (!(await start(id, fingerprint))) {
    const kept = await KeptModel.findById(id).lean();
    if (kept === null) continue;
    if (kept.fingerprint !== fingerprint) throw invalid('idempotency-key-reused');
    if (kept.state === 'done' && kept.answer !== null) return kept.answer;
    if (performance.now() > deadline) throw conflict('request-in-progress');
    await wait(50);
  }
  return null;
}

async function start(id: string, fingerprint: string): Promise<boolean> {
  const since = databaseNow();
  try {
    await KeptModel.create({ _id: id, fingerprint, state: 'running', since, answer: null });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const stale = new Date(since.getTime() - leaseSeconds * 1000);
  const taken = await KeptModel.updateOne({ _id: id, state: 'running', fingerprint, since: { $lt: stale } }, { since });
  return taken.modifiedCount === 1;
}

const settle = async (id: string, answer: Buffer): Promise<void> => {
  await KeptModel.updateOne({ _id: id }, { state: 'done', answer });
};

interface Outcome {
  answer?: Answer;
  refusal?: { kind: ErrorKind; code: string; facts: Facts };
}

function replay(outcome: Outcome): Answer {
  if (outcome.answer) return outcome.answer;
  const { kind, code, facts } = outcome.refusal ?? { kind: 'conflict', code: 'request-in-progress', facts: {} };
  throw new DomainError(kind, code, facts);
}

const finalKinds = new Set<ErrorKind>(['conflict', 'gone', 'missing']);
const isFinal = (error: unknown): error is DomainError => error instanceof DomainError && finalKinds.has(error.kind);
const refusalOf = ({ kind, code, facts }: DomainError) => ({ kind, code, facts });

// An answer may hold a secret link, so it is kept sealed under the caller's own key, of which only a hash is stored.
const sealed = (outcome: Outcome, { scope, key }: Once): Buffer => seal(outcome, scope, key);
const opened = (bytes: Buffer, { scope, key }: Once): Outcome => unseal(bytes, scope, key) as Outcome;

const hash = (...parts: string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');
