import { expect } from 'vitest';
import { readCheckpoint } from '../note.ts';
import { tilePath, tileWidth } from '../tile.ts';
import { verifyBatch } from '../verifying.ts';

const bytesAt = async (address: string): Promise<Buffer> => {
  const answer = await fetch(address);
  expect([address, answer.status]).toEqual([address, 200]);
  return Buffer.from(await answer.arrayBuffer());
};

/** The head of a market's public log, as a witness keeps it. */
export const headOf = async (url: string): Promise<string> => (await bytesAt(`${url}/log/checkpoint`)).toString();

/** Every entry of the log, as a doubter takes them, tile by tile. */
async function entriesOf(url: string, size: number): Promise<string[]> {
  const entries: string[] = [];
  for (let place = 0; place * tileWidth < size; place += 1) {
    const width = Math.min(tileWidth, size - place * tileWidth);
    const bundle = await bytesAt(`${url}/log/tile/${tilePath('entries', place, width)}`);
    for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at))
      entries.push(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at)).toString('hex'));
  }
  return entries;
}

/**
 * Holds a log to what it promises, whatever happened to who writes it: it continues the head that was kept, has every link of this
 * batch where its proof says, and nothing twice.
 */
export async function requireWholeLog(url: string, code: string, since: string): Promise<void> {
  const checked = await verifyBatch(`${url}/t/${code}`, null, since);
  expect(checked).toMatchObject({ whole: true });
  const entries = await entriesOf(url, readCheckpoint(await headOf(url))?.size ?? 0);
  expect(entries.length).toBeGreaterThan(readCheckpoint(since)?.size ?? 0);
  expect(new Set(entries).size).toBe(entries.length);
  const proof = (await (await fetch(`${url}/t/${code}/proof`)).json()) as { links: { hash: string; index: number }[] };
  expect(proof.links.map(({ index }) => entries[index])).toEqual(proof.links.map(({ hash }) => hash));
}
