import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBatchOf, aVillage } from '../../../../tests/server/traceability/makers.ts';
import { noon, testApp } from '../../../../tests/support/app.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { testConfig } from '../../../../tests/support/services.ts';
import { readHead } from '../checking.ts';
import { followKeys } from '../key-changes.ts';
import { checkLogKeys, keyChanges, knownKeys } from '../keys.ts';
import { logAll } from '../log.ts';
import { checkpointText, readCheckpoint, readVkey, signerOf, signNote, vkeyOf } from '../note.ts';
import { checkProof, type Proof } from '../scripts/proof/check.ts';
import { verifyBatch } from '../verifying.ts';
import { type Witnessed, witnessLog } from '../witnessing.ts';

useDatabase();
const config = testConfig();
const [old = ''] = config.logKeys;
const fresh = `${'0f'.repeat(16)}${'e1'.repeat(16)}`;
const third = `${'3c'.repeat(16)}${'5a'.repeat(16)}`;
const under = (...logKeys: string[]) => ({ ...config, logKeys });
const servers: http.Server[] = [];
afterAll(() => servers.map((server) => server.close()));

/** The market as it answers with these keys. */
async function market(...logKeys: string[]) {
  const server = http.createServer(testApp({ logKeys }).app);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = async (path: string): Promise<string> => (await fetch(origin + path)).text();
  return { origin, text, proof: async () => JSON.parse(await text(`/t/${code}/proof`)) as Proof };
}

let code: string;
let grow: () => Promise<unknown>;
let vkey: string;
let head: string;
let witnessed: Witnessed;
beforeAll(async () => {
  const { farmer, product } = await aVillage();
  grow = () => aBatchOf(farmer, product);
  ({ code } = await aBatchOf(farmer, product));
  await checkLogKeys(config);
  head = await logAll(config);
  [vkey = ''] = await knownKeys(config.publicUrl);
  const first = await market(old);
  witnessed = await witnessLog(first.origin, null, { others: [], at: noon });
});

/** What everybody says who knew the log by its first key alone. */
async function saidBy({ origin, proof }: Awaited<ReturnType<typeof market>>) {
  const sent = await proof();
  const { whole, lines } = await verifyBatch(`${origin}/t/${code}`, vkey, head);
  const names = sent.checkpoint.split('\n').filter((line) => line.startsWith('— '));
  const seen = await witnessLog(origin, witnessed, { others: [head], at: noon });
  return {
    browser: (await checkProof(sent, code)).is,
    verify: whole ? 'whole' : lines.join(),
    lines: names.length,
    keys: seen.keys.length,
  };
}

describe('the keys of the log', () => {
  it('are not put in the place of one that signs', async () => {
    await expect(checkLogKeys(under(fresh))).rejects.toThrow('LOG_KEY: not the key');
    await expect(checkLogKeys(under(old, fresh))).rejects.toThrow('another order');
  });

  it('change by giving both: who knew the old one believes the new one, in the browser and outside', async () => {
    await Promise.all([checkLogKeys(under(fresh, old)), checkLogKeys(under(fresh, old))]);
    const both = await market(fresh, old);
    expect(await saidBy(both)).toEqual({ browser: 'whole', verify: 'whole', lines: 2, keys: 2 });
    await grow();
    expect(await saidBy(both)).toEqual({ browser: 'whole', verify: 'whole', lines: 2, keys: 2 });
    expect((await both.text('/log/key')).trim().split('\n').map(publicKey)).toEqual([fresh, old].map(ofSeed));
  });

  it('go on without the old one, which signs nothing longer any more', async () => {
    await checkLogKeys(under(fresh));
    await grow();
    expect(await saidBy(await market(fresh))).toEqual({ browser: 'whole', verify: 'whole', lines: 1, keys: 2 });
    await expect(checkLogKeys(under(old))).rejects.toThrow('LOG_KEY: not the key');
    await expect(checkLogKeys(under(third, old))).rejects.toThrow('LOG_KEY: not the key');
    const { origin, size } = readCheckpoint(await logAll(under(fresh))) ?? { origin: '', size: 0 };
    const known = followKeys([readVkey(vkey) ?? []].flat(), await keyChanges(config.publicUrl));
    const stolen = (length: number) =>
      readHead(
        signNote(checkpointText({ origin, size: length, root: Buffer.alloc(32) }), [signerOf(origin, old)]),
        known,
      );
    expect(stolen(size)).toContain('not signed by its key');
    expect(stolen(1)).toMatchObject({ size: 1 });
  });

  it('are not handed over by a stranger, nor twice by the same', async () => {
    const { name, publicKey: bytes } = readVkey(vkey) ?? { name: '', publicKey: Buffer.alloc(0) };
    const known = [{ name, publicKey: bytes }];
    const [stranger, thief] = [signerOf(name, third), signerOf(name, '9d'.repeat(32))];
    const note = (signers: Parameters<typeof signNote>[1]) =>
      signNote(`${name}\nnext key\n0\n${vkeyOf(thief)}\n`, signers);
    expect(followKeys(known, [note([thief, stranger])])).toEqual(known);
    expect(followKeys(known, [note([signerOf(name, old)])])).toEqual(known);
    const changes = await keyChanges(config.publicUrl);
    expect(followKeys(known, [...changes, note([thief, signerOf(name, old)])]).map(vkeyOf)).toEqual(
      (await knownKeys(config.publicUrl)).toReversed(),
    );
  });

  it('of which the last was lost begin anew when the operator says so, and witnesses see it', async () => {
    await checkLogKeys({ ...under(third), lostKeys: ['LOG_KEY'] });
    await grow();
    const anew = await market(third);
    await expect(witnessLog(anew.origin, witnessed, { others: [], at: noon })).rejects.toThrow('not signed by its key');
    expect((await checkProof(await anew.proof(), code)).is).toBe('whole');
  });
});

const publicKey = (line: string) => readVkey(line)?.publicKey;
const ofSeed = (seed: string) => signerOf('x', seed).publicKey;
