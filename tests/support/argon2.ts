import { createRequire } from 'node:module';

// Argon2 is slow on purpose, and every test file signs the same few people in with the same PIN: in this process each secret is
// hashed once and each answer remembered. What the tests of the hashing itself need is the real thing (`rememberHashes(false)`).

const real = createRequire(import.meta.url)('@node-rs/argon2') as typeof import('@node-rs/argon2');

export const { parseOptions } = real;

let remembers = true;
const hashes = new Map<string, Promise<string>>();
const verdicts = new Map<string, Promise<boolean>>();

/** Whether hashes and verdicts are remembered; they are until a test says no. */
export const rememberHashes = (yes: boolean): void => {
  remembers = yes;
};

/** As the package's: one salt a secret while remembered. */
export const hash: typeof real.hash = (secret, options) =>
  once(hashes, JSON.stringify([String(secret), options]), () => real.hash(secret, options));

/** As the package's. */
export const verify: typeof real.verify = (hashed, secret, options) =>
  once(verdicts, JSON.stringify([String(hashed), String(secret)]), () => real.verify(hashed, secret, options));

function once<T>(known: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  if (!remembers) return work();
  const found = known.get(key) ?? work();
  known.set(key, found);
  return found;
}
