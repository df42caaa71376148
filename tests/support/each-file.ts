import fc from 'fast-check';
import { expect } from 'vitest';

// By itself vitest compares bytes as it does the fields of an object, one after the other: five seconds a megabyte.
expect.addEqualityTesters([
  (one: unknown, other: unknown): boolean | undefined =>
    one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
      ? Buffer.compare(one, other) === 0
      : undefined,
]);

// The same cases in every run, so that whoever breaks something is who is told; new ones are looked for in the long run.
if (!process.env.FULL) fc.configureGlobal({ seed: 20_261_116 });
