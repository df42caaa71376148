import { createHash, randomBytes } from 'node:crypto';

/** A random secret to carry in a cookie or an address: base64url, `bits` of it (ASVS 5.0 7.2.3 asks for at least 128). */
export const newToken = (bits: 128 | 256): string => randomBytes(bits / 8).toString('base64url');

/**
 * What is kept of a random secret, so that a stolen database opens nothing. A fast hash is enough for 112 random bits
 * and more (ASVS 5.0 11.4.1, 6.5.2); what people choose goes through `password.ts`.
 */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
