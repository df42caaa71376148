import type { Config } from '../../config.ts';
import { unavailable } from '../../errors.ts';
import { type Chain, chainsToLog, noteLogged } from '../../traceability/links.ts';
import { HeadModel, theLog } from './head-record.ts';
import { openLog, signersOf } from './keys.ts';
import { emptyRoot } from './merkle.ts';
import { bearsLineOf, checkpointText, readCheckpoint, signNote } from './note.ts';
import { tilesOnce } from './read-tiles.ts';
import { entriesFrom, extend, foldedTail, ownTail, readTail, sizeOf, type Tail } from './tail.ts';
import { rootByTiles } from './tile.ts';

export type LogConfig = Pick<Config, 'publicUrl' | 'logKeys'>;

const atOnce = 200;
let underWay: Promise<string> | null = null;

/**
 * Writes into the log whatever links of histories are not in it, and signs its head. Several processes may do it side by side,
 * and any may die at any point: an entry is found again by its hash, so that each link stands in the log once.
 * @returns the head as a C2SP checkpoint
 * @throws unavailable('log-changed' | 'log-shorter') when the log no longer continues what was signed before
 */
export function bringUpToDate(config: LogConfig): Promise<string> {
  underWay ??= logAll(config).finally(() => (underWay = null));
  return underWay;
}

/** The same, without waiting for who is at it in this process already. */
export async function logAll(config: LogConfig): Promise<string> {
  for (;;) {
    const size = sizeOf(await readTail());
    const waiting = await chainsToLog(atOnce);
    if (waiting.length === 0) return signHead(config, size);
    await logChains(waiting, config);
  }
}

async function logChains(chains: readonly Chain[], { publicUrl }: LogConfig): Promise<void> {
  const { settled } = await openLog(publicUrl);
  const places = new Map<string, number>();
  await append(
    chains.flatMap(({ links, logged }) => links.slice(logged.length)),
    settled,
    places,
  );
  const placesOf = ({ links, logged }: Chain) => links.slice(logged.length).map((link) => places.get(link) ?? -1);
  await noteLogged(chains.map((chain) => ({ ...chain, logged: [...chain.logged, ...placesOf(chain)] })));
}

/**
 * Adds what is not there yet.
 * @param from entries before this one are none of these
 * @param places gets the place of each
 */
async function append(links: readonly string[], from: number, places: Map<string, number>): Promise<void> {
  let seen = from;
  for (;;) {
    const own = ownTail(seen);
    const entries = own === null ? await entriesFrom(seen) : [];
    for (const [at, entry] of entries.entries()) places.set(entry.toString('hex'), seen + at);
    seen += entries.length;
    const fresh = links.filter((link) => !places.has(link));
    if (fresh.length === 0) return;
    const tail = own ?? ownTail(seen) ?? (await readTail());
    // When others have added since we looked, they may have added the same: we look again.
    if (sizeOf(tail) === seen && (await write(tail, fresh, places)) === fresh.length) return;
  }
}

/** Adds what the tail's tile has room for. @returns how many; none where somebody else was faster */
async function write(tail: Tail, fresh: readonly string[], places: Map<string, number>): Promise<number> {
  const size = sizeOf(tail);
  const next = await extend(
    tail,
    fresh.map((link) => Buffer.from(link, 'hex')),
  );
  const added = next === null ? [] : fresh.slice(0, sizeOf(next) - size);
  for (const [at, link] of added.entries()) places.set(link, size + at);
  return added.length;
}

// Whoever waited when the log had so many settled entries has been written back by now.
async function signHead(config: LogConfig, settled: number): Promise<string> {
  // Before the tail: what others write and sign in between makes the log longer than this head, never shorter.
  const log = await openLog(config.publicUrl);
  if (log.settled < settled) await HeadModel.updateOne({ _id: theLog }, { $max: { settled } });
  const size = sizeOf(await foldedTail());
  const signers = signersOf(log.origin, config);
  if (log.checkpoint !== null && log.size === size && bearsLineOf(log.checkpoint, signers[0])) return log.checkpoint;
  if (log.size > size) throw unavailable('log-shorter');
  await requireGrown(log.checkpoint);
  const text = checkpointText({ origin: log.origin, size, root: await rootAt(size) });
  const note = signNote(text, signers);
  await HeadModel.updateOne({ _id: theLog, size: { $lte: size } }, { $set: { checkpoint: note, size } });
  return note;
}

// What was signed before and is no longer what the tiles say is never signed over.
async function requireGrown(before: string | null): Promise<void> {
  const signed = before === null ? null : readCheckpoint(before);
  if (signed !== null && !(await rootAt(signed.size)).equals(signed.root)) throw unavailable('log-changed');
}

/** The root of the tree as it was when it had so many leaves. */
export const rootAt = (size: number): Promise<Buffer> =>
  size === 0 ? Promise.resolve(emptyRoot) : rootByTiles(tilesOnce(), size)(0, size);
