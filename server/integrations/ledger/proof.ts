import { unavailable } from '../../errors.ts';
import { type Link, publicChain } from '../../traceability/links.ts';
import { openLog } from './keys.ts';
import { bringUpToDate, type LogConfig } from './log.ts';
import { inclusionPath } from './merkle.ts';
import { readCheckpoint } from './note.ts';
import { tilesAround } from './read-tiles.ts';
import { rootByTiles } from './tile.ts';

/** One link of a batch's chain, and what proves that it stands in the log. */
interface ProvenLink extends Link {
  /** Its place in the log. */
  index: number;
  /** Hashes in base64, from the leaf upward (RFC 6962, 2.1.1); the leaf's entry is the link's hash in 32 bytes. */
  path: string[];
}

/** Of a link that the log has and its batch no longer: whoever checks finds no such line. */
const takenAway: Link = { hash: '', sealed: null };

/** All that a doubter needs to check that a batch's history was not changed since it was written. */
export interface Proof {
  version: 1;
  code: string;
  /** The registration first, then each event as it was recorded. */
  links: ProvenLink[];
  /** The log's head that the paths lead to: C2SP tlog-checkpoint. */
  checkpoint: string;
  /** The keys that ever signed heads of this log, the newest first: C2SP vkeys. */
  keys: string[];
}

/**
 * The proof of a batch's history against the log as it is now; null for an unknown code.
 * @throws unavailable('log-busy') when its latest step could not be written into the log in time, and what `bringUpToDate` throws
 */
export async function proofOf(code: string, config: LogConfig): Promise<Proof | null> {
  const note = await bringUpToDate(config);
  const chain = await publicChain(code);
  if (chain === null) return null;
  const size = readCheckpoint(note)?.size ?? 0;
  // What was recorded since the head was signed stands in the next one.
  const known = chain.logged.filter((place) => place < size);
  if (known.length === 0) throw unavailable('log-busy');
  const rootOf = rootByTiles(await tilesAround(known, size), size);
  const links = await Promise.all(
    known.map(async (index, place): Promise<ProvenLink> => {
      const path = await inclusionPath(index, size, rootOf);
      return { ...(chain.shown[place] ?? takenAway), index, path: path.map((hash) => hash.toString('base64')) };
    }),
  );
  const { vkeys } = await openLog(config.publicUrl);
  return { version: 1, code: chain.code, links, checkpoint: note, keys: vkeys.toReversed() };
}
