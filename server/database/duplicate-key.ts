/** Whether the database refused a write because a unique index has its key already (MongoDB's error 11000, DuplicateKey). */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 11_000;
