import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

// C2SP signed-note and tlog-checkpoint: a text, an empty line, and a line for each signature.

/** A key that signs under a name. */
export interface Signer {
  name: string;
  key: KeyObject;
  publicKey: Buffer;
}

/** A key as who checks is given it. */
export interface Verifier {
  name: string;
  /** Ed25519, 32 bytes. */
  publicKey: Buffer;
}

/** The head of the log: how long it is and what it says. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

const ed25519 = 1;
const derOfSeed = Buffer.from('302e020100300506032b657004220420', 'hex');
const derOfKey = Buffer.from('302a300506032b6570032100', 'hex');

/** @param seed 32 bytes in hex */
export function signerOf(name: string, seed: string): Signer {
  const key = createPrivateKey({
    key: Buffer.concat([derOfSeed, Buffer.from(seed, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { name, key, publicKey: der.subarray(derOfKey.length) };
}

/** The first four bytes of SHA-256 over name, line feed, kind of signature and key. */
export const keyId = ({ name, publicKey }: Verifier, kind = ed25519): Buffer =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([kind]), publicKey]))
    .digest()
    .subarray(0, 4);

/** A key in one line: `name+hash+base64`. */
export const vkeyOf = (verifier: Verifier): string =>
  `${verifier.name}+${keyId(verifier).toString('hex')}+${Buffer.concat([Buffer.from([ed25519]), verifier.publicKey]).toString('base64')}`;

/** Null for anything but an Ed25519 key whose hash agrees. */
export function readVkey(text: string): Verifier | null {
  const [, name = '', hash, key = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(key, 'base64');
  const verifier = { name, publicKey: bytes.subarray(1) };
  return bytes.length === 33 && bytes[0] === ed25519 && keyId(verifier).toString('hex') === hash ? verifier : null;
}

/** The text of a checkpoint that signatures are over. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A signed note: the newest key's line first. */
export const signNote = (text: string, signers: readonly Signer[]): string =>
  `${text}\n${signers.map((signer) => signatureLine(signer.name, Buffer.concat([keyId(signer), sign(null, Buffer.from(text), signer.key)]))).join('')}`;

/** @param bytes key id and signature */
export const signatureLine = (name: string, bytes: Buffer): string => `— ${name} ${bytes.toString('base64')}\n`;

/** A note taken apart; null where it has not the form. */
export function readNote(note: string): { text: string; signatures: { name: string; bytes: Buffer }[] } | null {
  const [, text, lines] = /^([^]*?\n)\n((?:— [^\s+]+ [A-Za-z0-9+/]+=*\n)+)$/.exec(note) ?? [];
  if (text === undefined || lines === undefined) return null;
  const signatures = lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, name = '', base64 = ''] = line.split(' ');
      return { name, bytes: Buffer.from(base64, 'base64') };
    });
  return { text, signatures };
}

/** What a checkpoint says, whoever signed it; null where it is none. */
export function readCheckpoint(note: string): Checkpoint | null {
  const [origin = '', size = '', root = ''] = readNote(note)?.text.split('\n') ?? [];
  const bytes = Buffer.from(root, 'base64');
  const isOne =
    origin !== '' && /^(0|[1-9]\d{0,14})$/.test(size) && bytes.length === 32 && bytes.toString('base64') === root;
  return isOne ? { origin, size: Number(size), root: bytes } : null;
}

/** Whether a note has a line of this key, without asking whether it is good. */
export const bearsLineOf = (note: string, verifier: Verifier | undefined): boolean =>
  verifier === undefined ||
  (readNote(note)?.signatures.some(({ bytes }) => bytes.subarray(0, 4).equals(keyId(verifier))) ?? false);

/** Whether this key signed the note. */
export function isSignedBy(note: string, verifier: Verifier): boolean {
  const read = readNote(note);
  const id = keyId(verifier);
  const key = createPublicKey({ key: Buffer.concat([derOfKey, verifier.publicKey]), format: 'der', type: 'spki' });
  return (
    read?.signatures.some(
      ({ name, bytes }) =>
        name === verifier.name &&
        bytes.subarray(0, 4).equals(id) &&
        verify(null, Buffer.from(read.text), key, bytes.subarray(4)),
    ) ?? false
  );
}
