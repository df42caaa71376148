import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Keys by their names, which stand in what was sealed with them; the last one given seals what is new. */
const keys = new Map<string, Buffer>();
let newest: { name: string; key: Buffer } | null = null;

const version = 'v1';

/**
 * Says under which of the settings' secrets authenticators' secrets are sealed from here on. What was sealed under one that
 * was given before can still be opened.
 * @param former those before it, in any order
 */
export function sealUnder(secret: string, former: readonly string[] = []): void {
  for (const one of former) giveKey(one);
  newest = giveKey(secret);
}

function giveKey(secret: string): { name: string; key: Buffer } {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `authenticators' secrets ${version}`, 32));
  const name = createHash('sha256').update(key).digest('hex').slice(0, 8);
  keys.set(name, key);
  return { name, key };
}

/**
 * An authenticator's secret as it is kept: `v1.KEY.BYTES`, AES-256-GCM, so that a copy of the database tells nobody's codes.
 * Good for one account only.
 */
export function sealSecret(secret: string, accountId: string): string {
  if (newest === null) throw new Error('there is no key to seal with: sealUnder() comes first');
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', newest.key, iv).setAAD(Buffer.from(accountId));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return [version, newest.name, Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')].join('.');
}

/** A mark by which words can be known again, but not read back, while their key is there: `KEY.BYTES`. */
export function markOf(words: string): string {
  if (newest === null) throw new Error('there is no key to mark with: sealUnder() comes first');
  return markUnder(newest, words);
}

/** The marks that the same words have under each key that was given. */
export const marksOf = (words: string): string[] => [...keys].map(([name, key]) => markUnder({ name, key }, words));

const markUnder = ({ name, key }: { name: string; key: Buffer }, words: string): string =>
  `${name}.${createHmac('sha256', key).update(`mark ${words}`).digest('base64url')}`;

/** Whether a kept secret was sealed; older ones lie there as they are (base 32 has no dot). */
export const isSealed = (kept: string): boolean => kept.includes('.');

/** Whether it was sealed with the key that seals what is new. */
export const isSealedAnew = (kept: string): boolean => kept.split('.')[1] === newest?.name;

/** The secret that was kept; null when its key is lost or somebody changed it. */
export function openSecret(kept: string, accountId: string): string | null {
  if (!isSealed(kept)) return kept;
  const [, name = '', bytes = ''] = kept.split('.');
  const key = keys.get(name);
  if (!key) return null;
  const raw = Buffer.from(bytes, 'base64url');
  // The last character of base 64 has bits that say nothing: who changes those has changed the secret too.
  if (raw.toString('base64url') !== bytes) return null;
  try {
    return decipher(raw, key, accountId);
  } catch {
    return null;
  }
}

function decipher(bytes: Buffer, key: Buffer, accountId: string): string {
  const opened = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(accountId));
  opened.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([opened.update(bytes.subarray(28)), opened.final()]).toString('utf8');
}
