import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultIn, ProofFile, readHead } from '../checking.ts';
import { leafHash, rootOver } from '../merkle.ts';
import { checkpointText, readVkey, signerOf, signNote } from '../note.ts';
import type { Proof } from '../scripts/proof/check.ts';

const link = (of: Proof, place: number) => of.links[place] as Proof['links'][number];
const otherByte = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(9) ^ 1, 9);
  return bytes.toString('base64');
};

// Every stored byte of a history, its photos' hashes and the head stands in one of these.
export const tampered: [string, (proof: Proof) => void, string, RegExp][] = [
  [
    'a day of the registration',
    (p) => Object.assign(link(p, 0).sealed ?? {}, { producedOn: '2026-11-04' }),
    'link',
    /^the registration says/,
  ],
  ['a measured value', (p) => Object.assign(link(p, 2).sealed ?? {}, { measurements: [] }), 'link', /^step 2 says/],
  [
    'the hash of a photo',
    (p) => Object.assign(link(p, 2).sealed ?? {}, { photoHashes: ['0'.repeat(64)] }),
    'link',
    /^step 2 says/,
  ],
  [
    'the hash of words',
    (p) => Object.assign(link(p, 1).sealed ?? {}, { wordsHash: '0'.repeat(64) }),
    'link',
    /^step 1 says/,
  ],
  ['a hash', (p) => void (link(p, 3).hash = 'f'.repeat(64)), 'link', /^step 3 says/],
  [
    'a hash behind its seal',
    (p) => Object.assign(link(p, 3), { hash: 'f'.repeat(64), sealed: null }),
    'log',
    /^step 3 does not stand in/,
  ],
  ['a step taken out', (p) => void p.links.splice(2, 1), 'chain', /^step 2 does not follow/],
  ['two steps that changed places', (p) => void p.links.reverse(), 'chain', /^the registration is of another/],
  ['a place in the log', (p) => void (link(p, 1).index += 1), 'log', /^step 1 does not stand in/],
  [
    'a path',
    (p) => void (link(p, 1).path[0] = otherByte(link(p, 1).path[0] ?? '')),
    'log',
    /^step 1 does not stand in/,
  ],
  [
    'the size in the head',
    (p) => void (p.checkpoint = p.checkpoint.replace(/\n\d+\n/, '\n99\n')),
    'head',
    /not signed/,
  ],
  [
    'the root in the head',
    (p) =>
      void (p.checkpoint = p.checkpoint.replace(/\n[A-Za-z0-9+/]{43}=\n/, (root) => `\n${otherByte(root.trim())}\n`)),
    'head',
    /not signed/,
  ],
  [
    'the signature',
    (p) => void (p.checkpoint = p.checkpoint.replace(/ (\S+)\n$/, (_all, base64: string) => ` ${otherByte(base64)}\n`)),
    'head',
    /not signed/,
  ],
  ['the key', (p) => void (p.keys = []), 'head', /not signed/],
];

/** A log by the same key that tells another story. */
export async function anotherHistory(proof: Proof, seed: string) {
  const [name = ''] = proof.checkpoint.split('\n');
  const leaves = Array.from({ length: 40 }, (_, at) => leafHash(Buffer.from(`another ${at}`)));
  const text = checkpointText({ origin: name, size: 40, root: rootOver(leaves) });
  const note = signNote(text, [signerOf(name, seed)]);
  const tiles = http.createServer((request, response) => {
    if (request.url === '/log/key') return response.end(proof.keys.join('\n'));
    if (request.url === '/log/checkpoint') return response.end(note);
    response.end(Buffer.concat(leaves).subarray(0, 32 * Number(request.url?.split('.p/')[1] ?? 40)));
  });
  await new Promise<void>((done) => tiles.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`, close: () => tiles.close() };
}

/** Where in a proof a value stands, and which link it is of; null for the head and its keys. */
export interface Spot {
  keys: readonly (string | number)[];
  link: number | null;
}

/** Every value in a proof that says something, however deep. */
export const spotsIn = (proof: Proof): Spot[] =>
  (['links', 'checkpoint', 'keys'] as const)
    .flatMap((key) => leavesOf(proof[key], [key]))
    .map((keys) => ({ keys, link: keys[0] === 'links' ? Number(keys[1]) : null }));

function leavesOf(value: unknown, keys: (string | number)[]): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [keys];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...keys, key]));
}

/** The proof with one letter, digit or byte of that value changed. @param turn which one */
export function changedAt(proof: Proof, { keys }: Spot, turn: number): Proof {
  const copy = structuredClone(proof);
  const last = keys.at(-1) ?? '';
  const holder = keys.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
  const values = holder as Record<string, unknown>;
  values[last] = changedValue(values[last], keys.includes('path'), turn);
  return copy;
}

function changedValue(value: unknown, isBase64: boolean, turn: number): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string' || value === '') return 'x';
  if (isBase64) {
    const bytes = Buffer.from(value, 'base64');
    const at = turn % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes.toString('base64');
  }
  const at = turn % value.length;
  return value.slice(0, at) + (value.charAt(at) === '0' ? '1' : '0') + value.slice(at + 1);
}

/** Whether two proofs say the same byte by byte: the last letter of a signature or key in base64 has bits to spare. */
export function isSameBytes(one: Proof, other: Proof): boolean {
  const bytesOf = ({ checkpoint, keys }: Proof) =>
    [...checkpoint.split(/[ \n]/), ...keys.map((key) => key.split('+')[2] ?? '')].map((part) =>
      /^[A-Za-z0-9+/]{43,}=*$/.test(part) ? Buffer.from(part, 'base64').toString('hex') : part,
    );
  const rest = (proof: Proof) =>
    JSON.stringify(proof.links) + proof.keys.map((key) => key.split('+').slice(0, 2)).join();
  return rest(one) === rest(other) && bytesOf(one).join() === bytesOf(other).join();
}

/** What is said from outside of a proof that somebody sent, null when it holds. */
export function faultSaid(sent: Proof, code: string): string | null {
  const read = ProofFile.parse(sent);
  const head = readHead(
    read.checkpoint,
    sent.keys.flatMap((line) => readVkey(line) ?? []),
  );
  return typeof head === 'string' ? head : faultIn(read, code, head);
}
