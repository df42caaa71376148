import { hkdfSync } from 'node:crypto';

/**
 * The key under which a person's phone seals what is written without signal: always the same for the person, so that entries open
 * again after a lost PIN or on signing in anew, and known to nobody but who holds a session of theirs.
 * @param secret the server's own, of the sessions
 * @returns 32 bytes, base64url
 */
export const notebookKey = (accountId: string, secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, accountId, 'notebook on a phone', 32)).toString('base64url');
