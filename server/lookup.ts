/**
 * A table to look words up in, whoever wrote them. It has nothing but its own entries: an object literal also answers to
 * `constructor` or `__proto__`, with something that is no entry.
 */
export const lookup = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.freeze(Object.assign(Object.create(null) as Record<string, T>, entries));
