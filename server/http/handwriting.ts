// A form, an address and a file hold what a person typed; JSON holds numbers. The same field reads both, and which of the two
// lies before it is said once, around the whole reading: zod reads without a pause, so nothing else can come in between.
let writing: { now: Date } | null = null;

/** Reads data that a person typed: numbers, amounts, days and times may be written as people write them. */
export function asTyped<T>(now: Date, read: () => T): T {
  return within({ now }, read);
}

/** Reads data of a program: numbers are numbers, days and times ISO 8601. */
export const asWritten = <T>(read: () => T): T => within(null, read);

/** When the text was typed, from which `hôm nay` counts; null where no person typed it. */
export const typedAt = (): Date | null => writing?.now ?? null;

function within<T>(next: typeof writing, read: () => T): T {
  const before = writing;
  writing = next;
  try {
    return read();
  } finally {
    writing = before;
  }
}
