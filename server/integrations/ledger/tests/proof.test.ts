import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { assert, asyncProperty, nat } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBatch, aThread, type Thread } from '../../../../tests/server/provenance/makers.ts';
import { noon, testApp } from '../../../../tests/support/app.ts';
import { command } from '../../../../tests/support/command.ts';
import { useDatabase } from '../../../../tests/support/database.ts';
import { fromRoot } from '../../../root.ts';
import { BatchModel } from '../../../traceability/batch-record.ts';
import { recordEvent } from '../../../traceability/events.ts';
import { checkLogKeys } from '../keys.ts';
import { readVkey } from '../note.ts';
import { checkProof, type Proof } from '../scripts/proof/check.ts';
import { verifyByHand } from '../scripts/proof/ed25519.ts';
import { verifyBatch } from '../verifying.ts';
import { witnessLog } from '../witnessing.ts';
import { anotherHistory, changedAt, faultSaid, isSameBytes, spotsIn, tampered } from './tampering.ts';

useDatabase();
const market = testApp();
const server = http.createServer(market.app);
let origin: string;
let thread: Thread;
let proof: Proof;
beforeAll(async () => {
  thread = await aThread();
  await checkLogKeys(market.services.config);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proof = (await market.program().get(`/t/${thread.batch.code}/proof`)).body as Proof;
});
afterAll(() => void server.close());

const changed = (change: (proof: Proof) => void): Proof => {
  const copy = structuredClone(proof);
  change(copy);
  return copy;
};
/** What `verify` says of a proof that somebody sent. */
const saidOutside = (sent: Proof): string | null => faultSaid(sent, thread.batch.code);

describe('the proof of a batch', () => {
  it('holds in the browser and outside', async () => {
    expect(proof.links).toHaveLength(4);
    expect(await checkProof(proof, thread.batch.code)).toMatchObject({ is: 'whole', links: 4, sealed: 0 });
    expect(saidOutside(proof)).toBeNull();
  });

  it.each(tampered)('does not hold with another %s', async (_what, change, inBrowser, outside) => {
    const sent = changed(change);
    expect(await checkProof(sent, thread.batch.code)).toMatchObject({ is: 'broken', what: inBrowser });
    expect(saidOutside(sent)).toMatch(outside);
  });

  it('does not hold with any letter, digit or byte changed, and the first broken thing is named', async () => {
    const spots = spotsIn(proof);
    expect(spots.length).toBeGreaterThan(50);
    await assert(
      asyncProperty(nat(spots.length - 1), nat(10_000), async (place, turn) => {
        const spot = spots[place] ?? { keys: [], link: null };
        const sent = changedAt(proof, spot, turn);
        // A base64 letter may end in bits that nobody reads.
        if (isSameBytes(sent, proof)) return;
        const step = spot.link === 0 ? 'the registration' : `step ${spot.link}`;
        const named = spot.link === null ? 'the head of the log' : step;
        expect([spot.keys, saidOutside(sent)?.slice(0, named.length)]).toEqual([spot.keys, named]);
        const byBrowser = spot.link === null ? { what: 'head' } : { place: spot.link };
        expect(await checkProof(sent, thread.batch.code)).toMatchObject({ is: 'broken', ...byBrowser });
      }),
      { numRuns: process.env.FULL ? 3000 : 120, seed: 18 },
    );
  });

  it('shows no names, notes or orders', () => {
    expect(JSON.stringify(proof)).not.toMatch(/Lò Thị Mai|Củ già|"orderNumber":"/);
  });

  it('is not there for an unknown code, which counts as a guess', async () => {
    expect((await market.program().get('/t/ZZZZZZZC/proof')).status).toBe(404);
    expect((await market.browser().get('/t/ZZZZZZZC/kiem-chung')).status).toBe(404);
  });

  it('is checked where a browser has no Ed25519 of its own', async () => {
    const [text = '', line = ''] = proof.checkpoint.split('\n\n');
    const signature = Buffer.from(line.trim().split(' ')[2] ?? '', 'base64').subarray(4);
    const { publicKey } = readVkey(proof.keys[0] ?? '') ?? { publicKey: Buffer.alloc(0) };
    const bytes = new TextEncoder().encode(`${text}\n`);
    expect(await verifyByHand(bytes, signature, publicKey)).toBe(true);
    bytes[0] = 1;
    expect(await verifyByHand(bytes, signature, publicKey)).toBe(false);
  });

  it('is checked by a script of at most 8 KB', () => {
    const built = fromRoot('dist/web');
    const manifest = JSON.parse(readFileSync(path.join(built, 'manifest.json'), 'utf8')) as Record<string, string>;
    const bytes = statSync(path.join(built, manifest['check-proof.js'] ?? '')).size;
    expect([bytes > 1000, bytes <= 8 * 1024]).toEqual([true, true]);
  });

  it('has a page that explains it without script, and one for the log with a picture to post', async () => {
    const page = await market.browser().get(`/t/${thread.batch.code}/kiem-chung`).expect(200);
    expect(page.text).toContain('Chưa kiểm: điều người làm ghi có đúng sự thật hay không');
    const log = await market.browser().get('/log?dong=2').expect(200);
    expect(log.text).toMatch(/sổ minh bạch ngày 16\/11\/2026: 4 dòng, mã gốc [0-9a-f]{4}( [0-9a-f]{4}){3}/);
    expect(log.text).toContain('Khi sổ có 2 dòng');
    expect((await market.browser().get('/log/ma-goc.jpg')).type).toBe('image/jpeg');
  });
});

describe('verify and witness', () => {
  it('say from outside that all holds, and that the log grew', async () => {
    const page = `${origin}/t/${thread.batch.code}`;
    const kept = await market.program().get('/log/checkpoint');
    await aBatch(thread.farmer, thread.product, { lot: 'THEM-1' });
    const checked = await verifyBatch(page, proof.keys[0] ?? null, kept.text);
    expect(checked).toMatchObject({ whole: true });
    expect(checked.lines.join(' ')).toMatch(/4 links stand in the log.*continues the head.*not checked: whether/);
    const first = await witnessLog(origin, null, { others: [], at: noon });
    await aBatch(thread.farmer, thread.product, { lot: 'THEM-2' });
    const second = await witnessLog(origin, first, { others: [kept.text], at: noon });
    expect(second.checkpoint.match(/^— /gm)).toHaveLength(2);
  });

  it('are commands that keep files: one sees the log grow, the other countersigns it and compares with a second', async () => {
    const [page, folder] = [`${origin}/t/${thread.batch.code}`, mkdtempSync(path.join(os.tmpdir(), 'cho-witness-'))];
    const file = (name: string): string => path.join(folder, name);
    writeFileSync(file('head'), (await market.program().get('/log/checkpoint')).text);
    const another = await witnessLog(origin, null, { others: [], at: noon });
    writeFileSync(file('theirs'), JSON.stringify(another));
    const begun = await command('witness', origin, '--state', file('mine'));
    expect([begun.code, begun.out.match(/^— /gm)?.length, statSync(file('mine')).mode % 0o1000]).toEqual([0, 2, 0o600]);
    await aBatch(thread.farmer, thread.product, { lot: 'THEM-3' });
    const [checked, grown] = await Promise.all([
      command('verify', page, '--since', file('head')),
      command('witness', origin, '--state', file('mine'), '--with', file('theirs')),
    ]);
    expect([checked.code, checked.out]).toEqual([
      0,
      expect.stringMatching(/continues the head[^]*give --key[^]*not checked/),
    ]);
    expect([grown.code, readFileSync(file('mine'), 'utf8')]).toEqual([
      0,
      expect.stringContaining(JSON.stringify(grown.out)),
    ]);
  }, 90_000);

  it('say that an answer which is no JSON is no proof', async () => {
    const strange = http.createServer((_request, response) => void response.end('<html></html>'));
    await new Promise<void>((done) => strange.listen(0, '127.0.0.1', done));
    const page = `http://127.0.0.1:${(strange.address() as AddressInfo).port}/t/${thread.batch.code}`;
    const lines = ['BROKEN: the proof has not the form of a proof'];
    expect(await verifyBatch(page, proof.keys[0] ?? null, null)).toEqual({ whole: false, lines });
    strange.close();
  });

  it('name a history that was changed in the database', async () => {
    const { code } = await aBatch(thread.farmer, thread.product, { lot: 'SUA-1' });
    const { id } = await recordEvent(
      thread.farmer,
      code,
      { stage: 'grinding', occurredAt: noon, place: 'Nà Đa' },
      noon,
    );
    await verifyBatch(`${origin}/t/${code}`, null, null);
    await BatchModel.updateOne({ code, 'events.id': id }, { $set: { 'events.$.place': 'Tân Bình' } });
    expect(await verifyBatch(`${origin}/t/${code}`, null, null)).toEqual({
      whole: false,
      lines: ['BROKEN: step 4 says something else than was sealed'],
    });
  });

  it('name a step that was taken away after the log took it in, as does the browser', async () => {
    const { code } = await aBatch(thread.farmer, thread.product, { lot: 'BOT-1' });
    await verifyBatch(`${origin}/t/${code}`, null, null);
    const { events } = await BatchModel.findOne({ code }).lean().orFail();
    await BatchModel.updateOne({ code }, { $set: { events: events.slice(0, -1) } });
    const sent = (await market.program().get(`/t/${code}/proof`)).body as Proof;
    expect(await checkProof(sent, code)).toMatchObject({ is: 'broken', place: events.length });
    expect(await verifyBatch(`${origin}/t/${code}`, null, null)).toMatchObject({ whole: false });
  });

  it('catch a log that shows two histories to two witnesses', async () => {
    const mine = await witnessLog(origin, null, { others: [], at: noon });
    const other = await anotherHistory(proof, market.services.config.logKeys[0] ?? '');
    const theirs = await witnessLog(other.origin, null, { others: [], at: noon });
    await expect(witnessLog(origin, mine, { others: [theirs.checkpoint], at: noon })).rejects.toThrow('two histories');
    await expect(witnessLog(other.origin, mine, { others: [], at: noon })).rejects.toThrow(
      /two histories|had \d+ lines/,
    );
    other.close();
  });
});
