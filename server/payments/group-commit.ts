import { setImmediate as nextRound } from 'node:timers/promises';

/** What became of each of a group, in its order. */
export type Results<R> = readonly PromiseSettledResult<R>[];

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (reason: unknown) => void;
}

/** More than this at once would let the first of a group wait for the last. */
const mostInAGroup = 50;

/**
 * Does the work in groups, as databases commit: what arrives while a group is at work forms the next one. So each pays
 * only its share of the journeys to the database when many come, and one that comes alone goes at once.
 * @param work does a whole group, and is safe to repeat: when it throws, each of the group goes alone, so that one that
 *   cannot be done harms nobody else
 */
export function inGroups<T, R>(work: (group: readonly T[]) => Promise<Results<R>>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let isAtWork = false;
  const goOn = async () => {
    isAtWork = true;
    // Those of the last group who were answered right now and have more to bring shall not miss this one.
    for (await nextRound(); waiting.length > 0; await nextRound()) await workOff(waiting.splice(0, mostInAGroup), work);
    isAtWork = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isAtWork) void goOn();
    });
}

async function workOff<T, R>(
  group: readonly Waiting<T, R>[],
  work: (group: readonly T[]) => Promise<Results<R>>,
): Promise<void> {
  try {
    const results = await work(group.map(({ item }) => item));
    for (const [index, { resolve, reject }] of group.entries()) {
      const result = results[index];
      if (result?.status === 'fulfilled') resolve(result.value);
      else reject(result?.reason ?? new Error('One of a group was not answered'));
    }
  } catch (error) {
    if (group.length === 1) group[0]?.reject(error);
    else for (const one of group) await workOff([one], work);
  }
}
