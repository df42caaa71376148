import { expect } from 'vitest';

// By itself vitest compares bytes as it does the fields of an object, one after the other: five seconds a megabyte.
expect.addEqualityTesters([
  (one: unknown, other: unknown): boolean | undefined =>
    one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
      ? Buffer.compare(one, other) === 0
      : undefined,
]);
