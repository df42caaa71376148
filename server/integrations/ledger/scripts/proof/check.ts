import { hexOf, joined } from './bytes.ts';
import { isSigned } from './ed25519.ts';

/** The proof of a batch's history as `/t/{code}/proof` gives it. */
export interface Proof {
  code: string;
  links: { hash: string; sealed: Record<string, unknown> | null; index: number; path: string[] }[];
  checkpoint: string;
  keys: string[];
}

/**
 * What came of it: all holds, or where it first does not. `old`: this browser cannot check a signature.
 * `place`: which link, from 0, the registration.
 */
export type Verdict =
  | { is: 'whole'; links: number; sealed: number; size: number; root: string }
  | { is: 'broken'; what: 'head' | 'link' | 'chain' | 'log'; place: number }
  | { is: 'old' };

/** Checks with this browser's own crypto that nothing in the history was changed since it was written. */
export async function checkProof(proof: Proof, code: string): Promise<Verdict> {
  const head = await readHead(proof);
  if (head === 'old') return { is: 'old' };
  if (head === null) return broken('head', 0);
  for (let place = 0; place < proof.links.length; place += 1) {
    const what = await faultAt(proof, place, code, head);
    if (what !== null) return broken(what, place);
  }
  if (proof.code !== code || proof.links.length === 0) return broken('chain', 0);
  const sealed = proof.links.filter((link) => link.sealed === null).length;
  return { is: 'whole', links: proof.links.length, sealed, size: head.size, root: hexOf(head.root) };
}

type Broken = Extract<Verdict, { is: 'broken' }>;
const broken = (what: Broken['what'], place: number): Verdict => ({ is: 'broken', what, place });

interface Head {
  size: number;
  root: Uint8Array;
}

async function faultAt({ links }: Proof, place: number, code: string, head: Head): Promise<Broken['what'] | null> {
  const link = links[place];
  if (!link) return 'chain';
  const before = links[place - 1];
  const fault = link.sealed === null ? null : await faultOfSeal(link.sealed, link.hash, { before, code });
  if (fault !== null) return fault;
  if (before && link.index <= before.index) return 'log';
  const root = await rootFrom(await leafOf(link.hash), link, head.size);
  return root !== null && hexOf(root) === hexOf(head.root) ? null : 'log';
}

async function faultOfSeal(
  sealed: Record<string, unknown>,
  hash: string,
  { before, code }: { before: { hash: string } | undefined; code: string },
): Promise<'link' | 'chain' | null> {
  if (hexOf(await sha256(bytesOf(canonical(sealed)))) !== hash) return 'link';
  if (sealed[before ? 'batch' : 'code'] !== code) return 'chain';
  return before && sealed.previousHash !== before.hash ? 'chain' : null;
}

/** RFC 8785: one text for one value. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  const parts = Object.keys(fields)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`);
  return `{${parts.join(',')}}`;
}

/** The head of the log, when one of its keys signed it. */
async function readHead({ checkpoint, keys }: Proof): Promise<Head | 'old' | null> {
  const end = checkpoint.indexOf('\n\n');
  const text = checkpoint.slice(0, end + 1);
  const [name = '', size = '', root = ''] = text.split('\n');
  if (end < 0 || !/^\d{1,15}$/.test(size)) return null;
  for (const signature of signaturesOf(checkpoint.slice(end + 2), name)) {
    const isTheirs = await isSignedByOne(text, signature, keys);
    if (isTheirs === null) return 'old';
    if (isTheirs) return { size: Number(size), root: fromBase64(root) };
  }
  return null;
}

const signaturesOf = (lines: string, name: string): Uint8Array[] =>
  lines
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([dash, signer]) => dash === '—' && signer === name)
    .map(([, , signature = '']) => fromBase64(signature));

async function isSignedByOne(text: string, signature: Uint8Array, keys: string[]): Promise<boolean | null> {
  for (const key of keys) {
    const [name = '', id = '', ...rest] = key.split('+');
    const material = fromBase64(rest.join('+'));
    const ours = (await sha256(bytesOf(`${name}\n`, material))).slice(0, 4);
    const isNamed = hexOf(ours) === id && hexOf(signature.slice(0, 4)) === id && text.indexOf(`${name}\n`) === 0;
    if (!isNamed || material[0] !== 1) continue;
    const isTheirs = await isSigned(bytesOf(text), signature.slice(4), material.slice(1));
    if (isTheirs !== false) return isTheirs;
  }
  return false;
}

// RFC 6962: 0x00 before a leaf, 0x01 before a node.
const leafOf = (hex: string): Promise<Uint8Array> => sha256(bytesOf(new Uint8Array([0]), fromHex(hex)));
const nodeOf = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(bytesOf(new Uint8Array([1]), left, right));

// RFC 9162, 2.1.3.2.
async function rootFrom(
  leaf: Uint8Array,
  { index, path }: Proof['links'][number],
  size: number,
): Promise<Uint8Array | null> {
  let [node, last, root] = [index, size - 1, leaf];
  if (index > last) return null;
  for (const sibling of path.map(fromBase64)) {
    if (last === 0) return null;
    const isRight = node % 2 === 1 || node === last;
    root = isRight ? await nodeOf(sibling, root) : await nodeOf(root, sibling);
    if (isRight) while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const bytesOf = (...parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> =>
  joined(...parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part)));

const fromHex = (hex: string): Uint8Array =>
  new Uint8Array((hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
