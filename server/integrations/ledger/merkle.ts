import { hash } from 'node:crypto';

/** The hash of a tree without leaves (RFC 6962, section 2.1). */
export const emptyRoot = hash('sha256', '', 'buffer');

/** Of an entry: 0x00 stands before it. */
export const leafHash = (entry: Buffer): Buffer => sha256(Buffer.concat([leafPrefix, entry]));

/** Of two subtrees: 0x01 stands before them. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([nodePrefix, left, right]));

// In one go: most of a proof's work is hashing.
const sha256 = (bytes: Buffer): Buffer => hash('sha256', bytes, 'buffer');
const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

/** Whether so many leaves can be a whole subtree. */
export const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));

/** The largest power of two below `size`, which is at least 2. */
export const splitOf = (size: number): number => 2 ** (Math.ceil(Math.log2(size)) - 1);

/**
 * The root over hashes in a row, each of a whole subtree of one size; only the last may be of a smaller one.
 * @throws RangeError for none
 */
export function rootOver(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) level = above(level);
  const [root] = level;
  if (root === undefined) throw new RangeError('no hashes, no root');
  return root;
}

// Pair by pair; who is left over goes up as it is.
function above(level: readonly Buffer[]): Buffer[] {
  const nodes: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]];
    if (left) nodes.push(right ? nodeHash(left, right) : left);
  }
  return nodes;
}

/** Gives the root over the leaves from `from` up to, not with, `to`. */
export type RootOf = (from: number, to: number) => Promise<Buffer>;

/** What proves that leaf `index` stands in a tree of `size` leaves, from the leaf upward (RFC 6962, 2.1.1). */
export async function inclusionPath(index: number, size: number, rootOf: RootOf, from = 0): Promise<Buffer[]> {
  const count = size - from;
  if (count === 1) return [];
  const middle = from + splitOf(count);
  return index < middle
    ? [...(await inclusionPath(index, middle, rootOf, from)), await rootOf(middle, size)]
    : [...(await inclusionPath(index, size, rootOf, middle)), await rootOf(from, middle)];
}

/** What proves that a tree of `size` leaves begins with the one of `earlier` leaves (RFC 6962, 2.1.2). */
export async function consistencyPath(earlier: number, size: number, rootOf: RootOf): Promise<Buffer[]> {
  if (earlier === 0 || earlier === size) return [];
  return subProof({ earlier, from: 0, to: size, isWhole: true }, rootOf);
}

interface Part {
  earlier: number;
  from: number;
  to: number;
  /** The earlier tree's root is this part's own: known, not to be told. */
  isWhole: boolean;
}

async function subProof({ earlier, from, to, isWhole }: Part, rootOf: RootOf): Promise<Buffer[]> {
  if (earlier === to) return isWhole ? [] : [await rootOf(from, to)];
  const middle = from + splitOf(to - from);
  return earlier <= middle
    ? [...(await subProof({ earlier, from, to: middle, isWhole }, rootOf)), await rootOf(middle, to)]
    : [...(await subProof({ earlier, from: middle, to, isWhole: false }, rootOf)), await rootOf(from, middle)];
}

/** The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); null where the path has not the length it must have. */
export function rootFrom(
  leaf: Buffer,
  { index, size }: { index: number; size: number },
  path: readonly Buffer[],
): Buffer | null {
  if (index < 0 || index >= size) return null;
  let [node, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}
