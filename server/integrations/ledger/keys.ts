import type { Config } from '../../config.ts';
import { upsert } from '../../database/upsert.ts';
import { OperatorError } from '../../errors.ts';
import { changeOf } from '../../key-ring.ts';
import { HeadModel, theLog } from './head-record.ts';
import { changeNote } from './key-changes.ts';
import { type Signer, signerOf, vkeyOf } from './note.ts';

/** The keys given at start are not those that this log is signed with. */
export class LogKeyMismatch extends OperatorError {}

/** The signers of the log of this name, in the order that their keys are given in: the newest first. */
export const signersOf = (origin: string, { logKeys }: Pick<Config, 'logKeys'>): Signer[] =>
  logKeys.map((seed) => signerOf(origin, seed));

/**
 * Compares the keys given with those that signed before, and writes a new one down with what the one before it signs: that this one
 * takes over. A key is changed by giving both, the new one first; once it is written down the earlier one may go.
 * @throws LogKeyMismatch when the last one that signed is not given, or stands in front of a new one
 */
export async function checkLogKeys(config: Pick<Config, 'publicUrl' | 'logKeys' | 'lostKeys'>): Promise<void> {
  const { origin, vkeys, size } = await openLog(config.publicUrl);
  const signers = signersOf(origin, config);
  const given = signers.map(vkeyOf);
  const change = changeOf(vkeys, { given, lost: config.lostKeys.includes('LOG_KEY'), needs: 'latest' });
  if (change.is === 'missing')
    throw new LogKeyMismatch(
      'LOG_KEY: not the key this log is signed with. Give the old key back, behind a new one if it changes: NEW,OLD.',
    );
  if (change.is === 'order')
    throw new LogKeyMismatch('LOG_KEY: the keys came into use in another order. The newest is the first: NEW,OLD.');
  for (const vkey of change.fresh) await writeDown(signers, vkey, size);
}

/** By a key of its own it takes over from the one behind it; the first of a log takes over from nobody. */
async function writeDown(signers: readonly Signer[], vkey: string, size: number): Promise<void> {
  const place = signers.findIndex((signer) => vkeyOf(signer) === vkey);
  const [next, before] = [signers[place], signers[place + 1]];
  const note = next && before ? { keyChanges: changeNote(before, next, size) } : {};
  await HeadModel.updateOne({ _id: theLog, vkeys: { $ne: vkey } }, { $push: { vkeys: vkey, ...note } });
}

/** The keys that ever signed, the newest first. */
export async function knownKeys(publicUrl: string): Promise<string[]> {
  return (await openLog(publicUrl)).vkeys.toReversed();
}

/** What earlier keys signed over to later ones, the oldest first. */
export async function keyChanges(publicUrl: string): Promise<string[]> {
  return [...((await openLog(publicUrl)).keyChanges ?? [])];
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
