// What a person wrote is sealed under a key that only their own session brings; without signal their PIN opens it, on this phone alone.

/** What is kept in place of a value. */
export interface Sealed {
  iv: Uint8Array;
  bytes: ArrayBuffer;
}

const text = new TextEncoder();

export const toBytes = (base64url: string): Uint8Array =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

/** The key as the browser holds it: to be used, never to be read again. */
export const keyFrom = (raw: BufferSource): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

export async function seal(key: CryptoKey, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes) };
}

/** Throws under another key than the one it was sealed with. */
export const unseal = (key: CryptoKey, { iv, bytes }: Sealed): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv: iv as BufferSource }, key, bytes);

export const sealJson = (key: CryptoKey, value: unknown): Promise<Sealed> =>
  seal(key, text.encode(JSON.stringify(value)));

export const unsealJson = async <T>(key: CryptoKey, sealed: Sealed): Promise<T> =>
  JSON.parse(new TextDecoder().decode(await unseal(key, sealed))) as T;

const rounds = 200_000;

/** A secret of this phone that no script can read out: what the PIN is mixed with, so that it can be tried nowhere else. */
export const newPhoneKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

/** The key that a PIN gives on this phone. */
export async function pinKey(
  phone: CryptoKey,
  { account, pin, salt }: { account: string; pin: string; salt: Uint8Array },
) {
  const mixed = await crypto.subtle.sign('HMAC', phone, text.encode(`${account} ${pin}`));
  const base = await crypto.subtle.importKey('raw', mixed, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
