import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { model, Schema } from 'mongoose';
import type { Config } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { changeOf, fingerprintOf } from '../key-ring.ts';
import { isDuplicateKey } from './duplicate-key.ts';

interface Mark {
  _id: string;
  value: string;
}

const MarkModel = model<Mark>(
  'Mark',
  new Schema<Mark>({ _id: { type: String, required: true }, value: { type: String, required: true } }),
  'marks',
);

/** The keys of this database are not the keys that were given at start. */
export class KeyMismatch extends OperatorError {}

/** Whether this database holds demonstration data: only then do PIN-only sign-in and the sandbox bank exist. */
export async function isDemonstration(): Promise<boolean> {
  return (await MarkModel.exists({ _id: 'demonstration' })) !== null;
}

/** Marks the database for ever: demonstration and production never mix. Safe to repeat. */
export async function markDemonstration(): Promise<void> {
  await keep('demonstration', 'yes');
}

/**
 * Remembers which keys this database was used with, as fingerprints, and compares from then on. Of label keys all are needed: without
 * one, every label printed under it would turn into a forgery.
 * @throws KeyMismatch with a line for each setting that does not fit
 */
export async function checkKeyFingerprints(
  config: Pick<Config, 'sessionSecret' | 'formerSessionSecrets' | 'labelKeys' | 'lostKeys'>,
): Promise<void> {
  const sessionSecrets = [config.sessionSecret, ...config.formerSessionSecrets];
  const faults = [
    await faultOf({ name: 'SESSION_SECRET', keys: sessionSecrets, needs: 'latest' }, config.lostKeys),
    await faultOf({ name: 'LABEL_KEY', keys: config.labelKeys, needs: 'all' }, config.lostKeys),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) throw new KeyMismatch(faults.join('\n'));
}

interface Ring {
  name: 'SESSION_SECRET' | 'LABEL_KEY';
  keys: readonly string[];
  needs: 'all' | 'latest';
}

async function faultOf({ name, keys, needs }: Ring, lostKeys: Config['lostKeys']): Promise<string | null> {
  const given = keys.map((key) => fingerprintOf(name, key));
  for (;;) {
    const before = await keptFingerprints(name);
    const change = changeOf(before, { given, lost: lostKeys.includes(name), needs });
    if (change.is === 'missing') return `${name}: ${words[needs]}`;
    if (change.is === 'order')
      return `${name}: the keys came into use in another order. The newest is the first: NEW,OLD.`;
    const [next] = change.fresh;
    // Who starts beside us may have written another one: then ours no longer fits.
    if (next === undefined) return null;
    await keep(idOfKey(name, before.length), next);
  }
}

const words = {
  all: 'a key that this database was set up with, and printed labels under, is missing. Give all of them, the newest first: NEW,OLD.',
  latest: 'not the key this database was set up with. Give the old key back, behind a new one if it changes: NEW,OLD.',
} as const;

// The first key's mark is older than changing keys.
const idOfKey = (name: Ring['name'], place: number): string =>
  place === 0 ? `key ${name}` : `key ${name} ${place + 1}`;

async function keptFingerprints(name: Ring['name']): Promise<string[]> {
  const kept: string[] = [];
  for (;;) {
    const mark = await MarkModel.findOne({ _id: idOfKey(name, kept.length) }).lean();
    if (mark === null) return kept;
    kept.push(mark.value);
  }
}

/**
 * Does something that a database needs once, and remembers that it is done; cut off in the middle, it is done again, and so it is
 * when it says (`false`) that there is more to do.
 */
export async function doOnce(name: string, work: () => Promise<boolean | void>): Promise<void> {
  if ((await MarkModel.exists({ _id: `done ${name}` })) !== null) return;
  if ((await work()) !== false) await keep(`done ${name}`, 'yes');
}

/**
 * Does something that two processes may not do side by side: who comes second waits, and does it after the first. Whoever
 * has held it for `patienceMs` of the waiting one's own time is taken for dead, since clocks of two machines differ.
 */
export async function oneAtATime(name: string, work: () => Promise<void>, patienceMs = 15_000): Promise<void> {
  const id = `doing ${name}`;
  const owner = randomUUID();
  await claim(id, owner, patienceMs);
  try {
    await work();
  } finally {
    await MarkModel.deleteOne({ _id: id, value: owner });
  }
}

async function claim(id: string, owner: string, patienceMs: number): Promise<void> {
  let holder: string | null = null;
  for (let since = performance.now(); ; await wait(100)) {
    const now = await keep(id, owner).catch(goneMeanwhile);
    if (now === owner) return;
    if (now !== holder) [holder, since] = [now, performance.now()];
    if (holder === null || performance.now() - since < patienceMs) continue;
    const { modifiedCount } = await MarkModel.updateOne({ _id: id, value: holder }, { value: owner });
    if (modifiedCount === 1) return;
  }
}

// Let go between being found taken and being read.
function goneMeanwhile(error: unknown): null {
  if (error instanceof Error && error.name === 'DocumentNotFoundError') return null;
  throw error;
}

// The first to come writes; everybody reads what was written.
async function keep(id: string, value: string): Promise<string> {
  try {
    await MarkModel.updateOne({ _id: id }, { $setOnInsert: { value } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const mark = await MarkModel.findOne({ _id: id }).lean().orFail();
  return mark.value;
}
