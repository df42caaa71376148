import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { alphabet, fold } from '../codes.ts';
import { readTyped } from '../reading/text.ts';
import { hashToken } from './token.ts';

const periodSeconds = 30;

/** A new 160-bit secret in base 32 (RFC 4226 section 4 recommends this length). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the authenticator app reads from the QR. */
export const totpUri = (secret: string, name: string): string => totp(secret, name).toString();

/**
 * The time step that a code belongs to, or null when it is wrong. One step of clock error either way is forgiven
 * (RFC 6238 section 5.2). Whoever accepts it must refuse this step and earlier ones from then on: a code works once.
 */
export function readTotp(secret: string, code: string, at: Date): number | null {
  const delta = totp(secret, '').validate({
    token: readTyped(code).replaceAll(/[\s-]/g, ''),
    timestamp: at.getTime(),
    window: 1,
  });
  return delta === null ? null : Math.floor(at.getTime() / 1000 / periodSeconds) + delta;
}

/** Ten one-time codes for who lost the authenticator: 24 letters of base 32 (120 bits) each, in groups of four. */
export const newLookupCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    Array.from({ length: 6 }, () => Array.from({ length: 4 }, letter).join('')).join('-'),
  );

/** What is kept of a lookup code; reading is forgiving like everywhere: case, dashes, O and 0. */
export const hashLookupCode = (code: string): string => hashToken(fold(readTyped(code).replaceAll(/[\s-]/g, '')));

const letter = (): string => alphabet.charAt(randomInt(alphabet.length));

const totp = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Cho Binh Lu', label, secret: Secret.fromBase32(secret), digits: 6, period: periodSeconds });
