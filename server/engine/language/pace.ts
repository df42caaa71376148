/** Work that may be long lets others have a turn in between. Given to the language from outside, since it knows no clock. */
export interface Pace {
  /** It has worked long enough; asked after every small step. */
  isSliceOver(): boolean;
  /** Lets others go first if so. */
  pause(): Promise<void>;
}

/** What is in memory already, with turns for others in between. */
export async function* paced<T>(items: Iterable<T>, pace: Pace): AsyncGenerator<T> {
  for (const item of items) {
    yield item;
    if (pace.isSliceOver()) await pace.pause();
  }
}

export interface Sortable<T> {
  key: string;
  item: T;
}

/** Sorts by key, equals in the order in which they came. Sorting 100,000 at once would take a quarter of a second. */
export async function sortPaced<T>(entries: Sortable<T>[], pace: Pace): Promise<Sortable<T>[]> {
  let runs: Sortable<T>[][] = [];
  for (let start = 0; start < entries.length; start += runLength) {
    runs.push(entries.slice(start, start + runLength).sort(byKey));
    await pace.pause();
  }
  while (runs.length > 1) {
    const merged: Sortable<T>[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], pace));
    runs = merged;
  }
  return runs[0] ?? [];
}

const runLength = 2_000;
const stepsPerLook = 500;

async function merge<T>(left: Sortable<T>[], right: Sortable<T>[], pace: Pace): Promise<Sortable<T>[]> {
  const merged: Sortable<T>[] = [];
  for (let [l, r] = [0, 0]; l < left.length || r < right.length; ) {
    const [a, b] = [left[l], right[r]];
    const isLeft = b === undefined || (a !== undefined && byKey(a, b) <= 0);
    const next = isLeft ? a : b;
    if (next) merged.push(next);
    if (isLeft) l += 1;
    else r += 1;
    if (merged.length % stepsPerLook === 0) await pace.pause();
  }
  return merged;
}

const byKey = (a: Sortable<unknown>, b: Sortable<unknown>): number => (a.key < b.key ? -1 : Number(a.key > b.key));
