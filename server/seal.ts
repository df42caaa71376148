import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { bytesOf, type KeptBytes } from './database/kept-bytes.ts';

/** Hides a value under secrets that are not stored beside it (AES-256-GCM): a copy of the database does not tell it. */
export function seal(value: unknown, ...secrets: string[]): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secrets), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** What was sealed. Throws for other secrets and for changed bytes. */
export function unseal(stored: KeptBytes, ...secrets: string[]): unknown {
  const bytes = bytesOf(stored);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secrets), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')) as unknown;
}

const keyOf = (secrets: readonly string[]): Buffer =>
  createHash('sha256')
    .update(['seal', ...secrets].join('\0'))
    .digest();
