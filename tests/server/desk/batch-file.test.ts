import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { keepImage } from '../../../server/media/images.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { documentsOf } from '../../../server/traceability/batch-documents.ts';
import { findPublicBatch } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';
import { aBatchOf, packOf, someGoods, stocked } from '../traceability/makers.ts';

useDatabase();
const { browserOf, commune } = visitors();

const from = (batchCode: string) => ({ inputs: [{ batchCode, quantity: { value: 10, unit: 'kg' } }] });

/** Paddy, the rice milled of it and sold, and what was made of that: the code of each. */
async function aStory() {
  const { actor } = commune().household;
  const rice = await someGoods(actor, 'gao-seng-cu');
  const paddy = await aBatchOf(actor, rice, { lot: 'THOC-1' });
  const milled = await stocked(actor, rice, 5, {
    ...from(paddy.code),
    quantity: { value: 7, unit: 'kg' },
    lot: 'GAO-1',
  });
  const made = await aBatchOf(actor, rice, {
    inputs: [{ batchCode: milled.code, quantity: { value: 1, unit: 'kg' } }],
  });
  const photo = await keepImage(readFileSync('tests/support/noodles.jpg'), actor.sellerId ?? '', noon);
  const findings = [{ name: 'Chì', value: '0,05', unit: 'mg/kg', limit: '≤ 0,2', source: 'QCVN', conclusion: null }];
  const measurements = [{ key: 'report', value: 'KN-77', unit: '' }];
  const tested = { stage: 'inspection', occurredAt: noon, findings, measurements, photoIds: [photo.id] };
  await recordEvent(actor, milled.code, tested, noon);
  const { order } = await placeOrder(wanted(packOf(rice), 2), noon);
  return { paddy, milled, made, number: order.number };
}

/** The names of what the integrations tell of a batch. */
async function toldOf(code: string): Promise<string[]> {
  const batch = await findPublicBatch(code);
  const told = batch ? await documentsOf(batch, { publicUrl: 'https://cho.example', at: noon }) : [];
  return told.map(({ name }) => name);
}

const take = (who: Parameters<typeof browserOf>[0], code: string) =>
  browserOf(who).get(`/lo/${code}/ho-so.zip`).buffer(true).responseType('blob');

describe('the file of a batch for an authority', () => {
  it('holds the whole family, tests, photos and hashes, and no buyer', async () => {
    const { paddy, milled, made, number } = await aStory();
    const answer = await take(commune().officer, milled.code);
    expect([answer.status, answer.type]).toEqual([200, 'application/zip']);
    const files = unzipSync(new Uint8Array(answer.body as Buffer));
    const text = (name: string): string => Buffer.from(files[name] ?? []).toString();
    const kin = [paddy, made].map(({ code }) => `gia-dinh/lo-${code}.json`);
    const tables = ['can-doi.json', 'gia-dinh.csv', 'nguyen-lieu.csv', 'don-hang.csv', 'kiem-nghiem.csv', 'ma-bam.csv'];
    const photos = Object.keys(files).filter((name) => name.startsWith('anh/'));
    expect(photos).toHaveLength(1);
    const told = await Promise.all([paddy, milled, made].map(({ code }) => toldOf(code)));
    const all = [`lo-${milled.code}.json`, ...kin, ...told.flat(), ...tables, ...photos, 'tom-tat.pdf'];
    expect(new Set(Object.keys(files))).toEqual(new Set(all));
    const own = JSON.parse(text(`lo-${milled.code}.json`)) as { events: { hash: string }[] };
    expect(own.events).toHaveLength(1);
    expect(text('gia-dinh.csv')).toMatch(/làm từ,1,.*THOC-1[^]*làm ra,1,/);
    expect(text('kiem-nghiem.csv')).toContain('GAO-1,16/11/2026,Chì,"0,05",mg/kg,"≤ 0,2"');
    expect(text('don-hang.csv')).toContain(`${number},placed,${milled.code}`);
    expect(Object.keys(files).map(text).join('')).not.toMatch(/Nguyễn Thị Lan|912345678/);
    for (const line of text('ma-bam.csv').trim().split('\r\n').slice(1)) {
      const [name = '', bytes, sha256] = line.split(',');
      expect([name, String(files[name]?.length)]).toEqual([name, bytes]);
      expect(
        createHash('sha256')
          .update(files[name] ?? '')
          .digest('hex'),
      ).toBe(sha256);
    }
    const read = execFileSync('pdftotext', ['-layout', '-', '-'], { input: files['tom-tat.pdf'] ?? '' }).toString();
    for (const said of [
      'Hồ sơ lô GAO-1',
      'THOC-1',
      'nguyên vẹn',
      'cân đối',
      'Chì',
      own.events[0]?.hash.slice(0, 16) ?? '',
    ])
      expect(read).toContain(said);
  });

  it('is for the officer and the cooperative of its maker, and who took it is kept', async () => {
    const { milled } = await aStory();
    const people = commune();
    const answers = [people.household, people.neighbour, people.stranger, people.otherCooperative, people.cooperative];
    const statuses = await Promise.all(answers.map(async (who) => (await take(who, milled.code)).status));
    expect(statuses).toEqual([403, 404, 404, 404, 200]);
    const page = await browserOf(people.officer).get(`/lo/${milled.code}/ho-so`);
    expect(page.text.match(/Lò Thị Đôi · /g)).toHaveLength(1);
    expect((await browserOf(people.household).get(`/lo/${milled.code}/ho-so`)).status).toBe(403);
  });
});
