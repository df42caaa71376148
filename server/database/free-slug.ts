import { takenKey } from './duplicate-key.ts';

/** More of one name than this are a fault. */
const most = 1000;

/**
 * Writes under the first slug that is free: two things may bear one name, the unique index decides, and the next one gets -2, -3…
 * @param write takes the slug; a taken one must fail by its unique index
 * @returns the slug it was written under
 * @throws what else `write` throws
 */
export async function underFreeSlug(slug: string, write: (free: string) => Promise<unknown>): Promise<string> {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? slug : `${slug}-${number}`;
    try {
      await write(free);
      return free;
    } catch (error) {
      if (!takenKey(error)?.has('slug') || number >= most) throw error;
    }
  }
}
