import type { Facts } from '../errors.ts';

/** What a person wrote, as the value it stands for, or the code of the sentence that says why it is none. */
export type Reading<T> = { value: T } | { code: string; facts?: Facts };

/** What was written has two readings: the person is asked, both are offered in a way of writing that has only one. */
export const twoReadings = (first: string, second: string): Reading<never> => ({
  code: 'two-readings',
  facts: { first, second },
});
