import { z } from 'zod';
import { hashOf } from '../../traceability/links.ts';
import { isConsistent } from './consistency.ts';
import type { Known } from './key-changes.ts';
import { consistencyPath, leafHash, rootFrom } from './merkle.ts';
import { type Checkpoint, isSignedBy, readCheckpoint } from './note.ts';
import { type ReadTile, rootByTiles } from './tile.ts';

/** What a doubter's program reads of another market, field by field: it may send anything. */
export const ProofFile = z.object({
  code: z.string(),
  links: z
    .array(
      z.object({
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        sealed: z.record(z.string(), z.unknown()).nullable(),
        index: z.int().min(0),
        path: z.array(z.base64()),
      }),
    )
    .min(1),
  checkpoint: z.string(),
});

type Proof = z.infer<typeof ProofFile>;

/** A signed head, or what is wrong with it in a sentence. */
export function readHead(note: string, keys: readonly Known[]): Checkpoint | string {
  const head = readCheckpoint(note);
  if (head === null) return 'the head of the log is no checkpoint';
  const known = keys.filter(({ name, until = head.size }) => name === head.origin && head.size <= until);
  if (!known.some((key) => isSignedBy(note, key))) return 'the head of the log is not signed by its key';
  return head;
}

/** The first thing in a proof that does not hold, in a sentence; null when all of it holds. */
export function faultIn({ code, links }: Proof, wanted: string, head: Checkpoint): string | null {
  if (code !== wanted) return `the proof is of batch ${code}`;
  for (const [place, link] of links.entries()) {
    const fault = faultOfLink(link, { before: links[place - 1], code, head });
    if (fault !== null) return `${place === 0 ? 'the registration' : `step ${place}`} ${fault}`;
  }
  return null;
}

type LinkOf = Proof['links'][number];

interface Around {
  before: LinkOf | undefined;
  code: string;
  head: Checkpoint;
}

function faultOfLink(link: LinkOf, around: Around): string | null {
  const { hash, sealed, index, path } = link;
  const fault = sealed === null ? null : faultOfSeal(sealed, hash, around);
  if (fault !== null) return fault;
  if (around.before && index <= around.before.index) return 'does not stand behind the one before it in the log';
  const leaf = leafHash(Buffer.from(hash, 'hex'));
  const place = { index, size: around.head.size };
  const root = rootFrom(
    leaf,
    place,
    path.map((text) => Buffer.from(text, 'base64')),
  );
  return root?.equals(around.head.root) ? null : 'does not stand in the log';
}

function faultOfSeal(sealed: Record<string, unknown>, hash: string, { before, code }: Around): string | null {
  if (hashOf(sealed) !== hash) return 'says something else than was sealed';
  if (sealed[before ? 'batch' : 'code'] !== code) return 'is of another batch';
  return before && sealed.previousHash !== before.hash ? 'does not follow the one before it' : null;
}

/**
 * Whether one head of a log continues another, in a sentence what is wrong; null when it does. Either may be the longer one.
 * @param readTile of the log as it is now; what it gives need not be believed
 */
export async function forkBetween(one: Checkpoint, other: Checkpoint, readTile: ReadTile): Promise<string | null> {
  const [before, after] = one.size <= other.size ? [one, other] : [other, one];
  if (before.origin !== after.origin) return `${before.origin} and ${after.origin} are two logs`;
  const sizes = { earlier: before.size, size: after.size };
  const path = await consistencyPath(before.size, after.size, rootByTiles(readTile, after.size)).catch(() => null);
  if (path !== null && isConsistent(sizes, path, { before: before.root, after: after.root })) return null;
  return `the log has two histories: with ${after.size} lines it does not begin with what was signed at ${before.size}`;
}
