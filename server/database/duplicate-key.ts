/** Whether the database refused a write because a unique index has its key already (MongoDB's error 11000, DuplicateKey). */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 11_000;

/**
 * Which unique index refused a write, by the fields of its key: never by the message, in which a person's own words stand.
 * @returns null when it was no duplicate key
 */
export function takenKey(error: unknown): ReadonlySet<string> | null {
  if (!isDuplicateKey(error)) return null;
  const { keyPattern } = error as { keyPattern?: object };
  return new Set(Object.keys(keyPattern ?? {}));
}
