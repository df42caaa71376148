import type { Config } from '../../config.ts';
import { upsert } from '../../database/upsert.ts';
import { OperatorError } from '../../errors.ts';
import { HeadModel, theLog } from './head-record.ts';
import { type Signer, signerOf, vkeyOf } from './note.ts';

/** The keys given at start are not those that this log is signed with. */
export class LogKeyMismatch extends OperatorError {}

/** The signers of the log of this name, in the order that their keys are given in: the newest first. */
export const signersOf = (origin: string, { logKeys }: Pick<Config, 'logKeys'>): Signer[] =>
  logKeys.map((seed) => signerOf(origin, seed));

/**
 * Compares the keys given with those that signed before, and writes a new one down. A key is changed by giving both, the new
 * one first, for as long as it takes those who check to know it.
 * @throws LogKeyMismatch when none of those given has signed before
 */
export async function checkLogKeys(config: Pick<Config, 'publicUrl' | 'logKeys'>): Promise<void> {
  const { origin, vkeys } = await openLog(config.publicUrl);
  const given = signersOf(origin, config).map(vkeyOf);
  if (vkeys.length > 0 && !given.some((one) => vkeys.includes(one)))
    throw new LogKeyMismatch(
      'LOG_KEY: not the key this log is signed with. Give the old key back, behind a new one if it changes.',
    );
  const fresh = given.filter((one) => !vkeys.includes(one));
  if (fresh.length > 0) await HeadModel.updateOne({ _id: theLog }, { $push: { vkeys: { $each: fresh.reverse() } } });
}

/** The keys that ever signed, the newest first. */
export async function knownKeys(publicUrl: string): Promise<string[]> {
  return (await openLog(publicUrl)).vkeys.toReversed();
}

/**
 * What the log knows of itself; made when it is first asked for. Its name is that of the address it was first reached at, and
 * stays: who has kept one of its heads compares names.
 */
export async function openLog(publicUrl: string) {
  const found = await HeadModel.findOne({ _id: theLog }).lean();
  if (found) return found;
  const origin = `${new URL(publicUrl).host}/log`;
  await upsert(() => HeadModel.updateOne({ _id: theLog }, { $setOnInsert: { origin } }, { upsert: true }));
  return HeadModel.findOne({ _id: theLog }).lean().orFail();
}
