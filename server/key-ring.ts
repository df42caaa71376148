import { createHash } from 'node:crypto';

/** What stands in a setting in the place of keys that are lost. */
export const lostWord = 'lost';

/** The keys of one setting. */
export interface KeyRing {
  /** The newest first. */
  keys: readonly string[];
  /** The operator says that an earlier one is lost. */
  lost: boolean;
}

/** Reads `NEW,OLD` or `NEW,lost`. */
export function readKeyRing(text: string): KeyRing {
  const parts = text.split(',').map((part) => part.trim());
  const keys = parts.filter((part) => part !== lostWord);
  return { keys, lost: keys.length < parts.length };
}

/** Names a key of a setting without telling it. */
export const fingerprintOf = (setting: string, key: string): string =>
  createHash('sha256').update(`fingerprint of ${setting}: ${key}`).digest('hex');

/** How the keys given now go with those that were used before. */
type Change = { is: 'fits'; fresh: string[] } | { is: 'missing' } | { is: 'order' };

/**
 * Whether the keys of a setting continue those that were used before: a new one stands in front, and none is put back in front of a
 * newer one. All by names that are no secrets.
 * @param before the keys used so far, the oldest first
 * @param given those of the setting, the newest first
 * @param needs of which keys one has to give: all that were ever used, or the last of them
 * @returns `fresh`: those that were never used before, the oldest first
 */
export function changeOf(
  before: readonly string[],
  { given, lost, needs }: { given: readonly string[]; lost: boolean; needs: 'all' | 'latest' },
): Change {
  const needed = needs === 'all' ? before : before.slice(-1);
  if (!lost && needed.some((name) => !given.includes(name))) return { is: 'missing' };
  const fresh = given.filter((name) => !before.includes(name)).toReversed();
  const inOrder = [...before.filter((name) => given.includes(name)), ...fresh].toReversed();
  return inOrder.join() === given.join() ? { is: 'fits', fresh } : { is: 'order' };
}
