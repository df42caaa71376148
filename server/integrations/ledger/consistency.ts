import { isPowerOfTwo, nodeHash } from './merkle.ts';

/**
 * Whether a path proves that the tree of `size` leaves begins with the one of `earlier` (RFC 9162, 2.1.4.2).
 * @param ends the roots of both, as they were signed
 */
export function isConsistent(
  { earlier, size }: { earlier: number; size: number },
  path: readonly Buffer[],
  { before, after }: { before: Buffer; after: Buffer },
): boolean {
  if (earlier === size) return path.length === 0 && before.equals(after);
  if (earlier < 1 || earlier > size) return earlier === 0;
  const hashes = isPowerOfTwo(earlier) ? [before, ...path] : [...path];
  const [first, ...rest] = hashes;
  if (first === undefined) return false;
  const found = climb({ node: earlier - 1, last: size - 1, old: first, fresh: first }, rest);
  return found !== null && found.old.equals(before) && found.fresh.equals(after);
}

interface Climb {
  node: number;
  last: number;
  /** The root of the earlier tree as far as it is rebuilt, and of the later one. */
  old: Buffer;
  fresh: Buffer;
}

function climb(start: Climb, path: readonly Buffer[]): Climb | null {
  let at = start;
  while (at.node % 2 === 1) at = { ...at, node: (at.node - 1) / 2, last: Math.floor(at.last / 2) };
  for (const hash of path) {
    if (at.last === 0) return null;
    at = step(at, hash);
  }
  return at.last === 0 ? at : null;
}

function step({ node, last, old, fresh }: Climb, hash: Buffer): Climb {
  const isRight = node % 2 === 1 || node === last;
  let [low, high] = [node, last];
  if (isRight) while (low % 2 === 0 && low !== 0) [low, high] = [low / 2, Math.floor(high / 2)];
  return {
    node: Math.floor(low / 2),
    last: Math.floor(high / 2),
    old: isRight ? nodeHash(hash, old) : old,
    fresh: isRight ? nodeHash(hash, fresh) : nodeHash(fresh, hash),
  };
}
