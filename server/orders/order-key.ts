import { createHash, randomBytes } from 'node:crypto';
import { isSameSecret } from '../same-secret.ts';

/** A secret of 128 random bits as 22 characters that fit an address; who holds it is the buyer. */
export const newKey = (): string => randomBytes(16).toString('base64url');

/** What is kept of the key: a plain SHA-256 is enough for 128 random bits. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Whether this key belongs to one of these hashes, in a time that says nothing about any. */
export const fitsOneOf = (key: string, hashes: readonly (string | null | undefined)[]): boolean =>
  hashes.map((hash) => typeof hash === 'string' && isSameSecret(hashKey(key), hash)).includes(true);
