import { upsert } from './upsert.ts';
import { endOf, type Window, WindowModel, windowKey } from './window.ts';

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

/** How many there are so far in the window that `at` lies in; counts none. */
export async function countedIn(counted: string, window: Window, at: Date): Promise<number> {
  const record = await WindowModel.findById(windowKey(counted, window, at)).lean();
  return record?.count ?? 0;
}
