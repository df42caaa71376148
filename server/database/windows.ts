import { upsert } from './upsert.ts';
import { endOf, secondsLeft, type Window, WindowModel, windowKey } from './window.ts';

export { endOf, secondsLeft, type Window, windowKey } from './window.ts';

/**
 * Counts one more in the window that `at` lies in, for several processes together.
 * @param counted what is counted of whom, as a key
 * @returns how many there are now, this one included: each number once, however many come at the same moment
 */
export async function countOne(counted: string, window: Window, at: Date): Promise<number> {
  const { count } = await upsert(() =>
    WindowModel.findOneAndUpdate(
      { _id: windowKey(counted, window, at) },
      { $inc: { count: 1 }, $setOnInsert: { until: endOf(window, at) } },
      { upsert: true, returnDocument: 'after' },
    ).lean(),
  );
  return count;
}

/**
 * Counts one more and lets it through, or refuses it, with the seconds after which to come again.
 * @throws what `refusal` makes, from the one after `most` on
 */
export async function admitOne(
  counted: string,
  window: Window,
  at: Date,
  refusal: (facts: { retryAfterSeconds: number }) => Error,
): Promise<void> {
  if ((await countOne(counted, window, at)) <= window.most) return;
  throw refusal({ retryAfterSeconds: secondsLeft(window, at) });
}

/** How many there are so far in the window that `at` lies in; counts none. */
export async function countedIn(counted: string, window: Window, at: Date): Promise<number> {
  const record = await WindowModel.findById(windowKey(counted, window, at)).lean();
  return record?.count ?? 0;
}
