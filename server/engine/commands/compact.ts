import type { Command } from './context.ts';

/**
 * MongoDB's `compact`: rewrites the data and gives back what is free. Here all collections lie in one file, so all of it is
 * written anew whichever is named, and no byte of what was removed stays.
 */
export const compact: Command = {
  options: ['compact'],
  async run({ engine }) {
    await engine.store.rewrite();
    return { ok: 1 };
  },
};
