import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { OperatorError } from '../../errors.ts';

/** A file as it is sent away. */
export interface SealedFile {
  path: string;
  bytes: number;
  /** In hex. */
  sha256: string;
}

/**
 * Seals a file for whoever has the key that belongs to `recipient` (age-encryption.org/v1): not even this machine can open it
 * again.
 * @param to is written anew
 */
export async function sealFile(file: string, to: string, recipient: string): Promise<SealedFile> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const hash = createHash('sha256');
  let bytes = 0;
  const sum = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const sealed = await encrypter.encrypt(asWeb(file));
  await pipeline(asNode(sealed), sum, createWriteStream(to, { mode: 0o600, flush: true }));
  return { path: to, bytes, sha256: hash.digest('hex') };
}

/**
 * Opens a sealed file. What was changed or cut off is refused, and `to` is then worth nothing.
 * @param identity a line `AGE-SECRET-KEY-1…`
 * @throws OperatorError for another key and for a file that is not whole
 */
export async function openSealed(file: string, to: string, identity: string): Promise<void> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
    await pipeline(asNode(await decrypter.decrypt(asWeb(file))), createWriteStream(to, { mode: 0o600 }));
  } catch (error) {
    if ((error as { code?: unknown }).code !== undefined) throw error;
    throw new OperatorError(`${file} cannot be opened: it is for another key, or not whole`, { cause: error });
  }
}

/** A new pair: the identity opens, the recipient only seals and may be known. */
export async function newKeyPair(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

const asWeb = (file: string) => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
const asNode = (stream: ReadableStream<Uint8Array>): Readable =>
  Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
