import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { model, Schema } from 'mongoose';
import { OperatorError } from '../errors.ts';
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
 * Remembers which keys this database was first used with, as fingerprints, and compares from then on: with another label
 * key every printed label would turn into a forgery.
 * @throws KeyMismatch with one line naming the keys that differ.
 */
export async function checkKeyFingerprints(keys: { sessionSecret: string; labelKey: string }): Promise<void> {
  const differing: string[] = [];
  for (const [name, key] of [
    ['SESSION_SECRET', keys.sessionSecret],
    ['LABEL_KEY', keys.labelKey],
  ] as const) {
    const fingerprint = createHash('sha256').update(`fingerprint of ${name}: ${key}`).digest('hex');
    if ((await keep(`key ${name}`, fingerprint)) !== fingerprint) differing.push(name);
  }
  if (differing.length > 0) {
    throw new KeyMismatch(
      `${differing.join(' and ')}: not the key this database was set up with. Give the old key back.`,
    );
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
