import { beforeAll, describe, expect, it } from 'vitest';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { sentence } from '../../../server/http/messages.ts';
import { ScanModel } from '../../../server/provenance/scan.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { type Batch, registerBatch } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { recallBatch } from '../../../server/traceability/recalls.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatch, aThread, serialOf, type Thread } from './makers.ts';

useDatabase();
const market = testApp();
let thread: Thread;
let whole: Batch;
beforeAll(async () => {
  thread = await aThread();
  whole = await wholeBatch();
});

/** A batch that nothing is missing of: every step its kind asks for, with all it asks to be told. */
async function wholeBatch(wanted: { expiresOn?: string | null } = {}): Promise<Batch> {
  const { farmer, product } = thread;
  const batch = await aBatch(farmer, product, wanted);
  const recorded = new Set(['tuber-harvest', 'sun-drying', 'packing']);
  for (const { id, optional, keyData } of getProfile(product.kind).stages) {
    if (optional || recorded.has(id)) continue;
    const measurements = keyData.map(({ key }) => ({ key, value: 'x', unit: '' }));
    const step = { stage: id, occurredAt: new Date('2026-10-12T02:00:00Z'), measurements };
    await recordEvent(farmer, batch.code, step, noon);
  }
  return batch;
}

const failed = {
  stage: 'inspection',
  occurredAt: noon,
  measurements: [
    { key: 'lab', value: 'Trung tâm', unit: '' },
    { key: 'report', value: 'Không đạt', unit: '' },
  ],
};

async function outsideLimit(): Promise<Batch> {
  const batch = await wholeBatch();
  await recordEvent(thread.farmer, batch.code, failed, noon);
  return batch;
}

async function barredByInput(): Promise<Batch> {
  const { farmer, product } = thread;
  const source = await aBatch(farmer, product);
  const quantity = { value: 1, unit: 'kg' };
  const inputs = [{ batchCode: source.code, quantity }];
  const wanted = { productId: product.id, quantity, producedOn: '2026-11-04', expiresOn: '2027-11-04', inputs };
  const made = await registerBatch(farmer, wanted, noon);
  await recordEvent(farmer, source.code, failed, noon);
  return made;
}

async function madeOver(): Promise<Batch> {
  const { farmer, product } = thread;
  const source = await aBatch(farmer, product);
  const inputs = [{ batchCode: source.code, quantity: { value: 1, unit: 'kg' } }];
  const wanted = { productId: product.id, producedOn: '2026-11-04', expiresOn: '2027-11-04', inputs };
  return await registerBatch(farmer, { ...wanted, quantity: { value: 2, unit: 'kg' }, moreInputs: true }, noon);
}

async function changedInSecret(): Promise<Batch> {
  const batch = await wholeBatch();
  await BatchModel.updateOne({ code: batch.code }, { $set: { 'events.0.place': 'Nơi khác' } });
  return batch;
}

async function recalled(): Promise<Batch> {
  const batch = await wholeBatch();
  const words = { vi: 'Có sạn', en: 'Grit' };
  await recallBatch(thread.chair, batch.code, { reason: words, advice: words }, noon);
  return batch;
}

async function copied() {
  const { code } = await wholeBatch();
  const serial = serialOf(code);
  await ScanModel.create({ _id: `${code}/${serial}`, firstAt: noon, lastAt: noon, count: 9, seen: [] });
  return { code, serial };
}

const bare = () =>
  registerBatch(
    thread.farmer,
    {
      productId: thread.product.id,
      quantity: { value: 10, unit: 'kg' },
      producedOn: '2026-11-03',
      expiresOn: '2027-11-03',
    },
    noon,
  );

/** For each row of the table a batch as it really comes about, with the label that is scanned where that matters. */
const rows: [kind: string, code: string, make: () => Promise<{ code: string; serial?: string }>][] = [
  ['genuine', 'genuine-batch', async () => whole],
  ['genuine', 'genuine-unit', async () => ({ code: whole.code, serial: serialOf(whole.code) })],
  ['genuine', 'genuine-batch', async () => thread.batch],
  ['genuine-but', 'no-steps', bare],
  ['genuine-but', 'no-expiry', () => wholeBatch({ expiresOn: null })],
  ['caution', 'expired', () => wholeBatch({ expiresOn: '2026-11-15' })],
  ['caution', 'outside-limit', outsideLimit],
  ['caution', 'made-over', madeOver],
  ['caution', 'input-barred', barredByInput],
  ['caution', 'chain-broken', changedInSecret],
  ['caution', 'unit-copied', copied],
  ['recalled', 'recalled', recalled],
];

const inPage = (html: string) => ({
  kind: /class="verdict verdict--([\w-]+)"/.exec(html)?.[1],
  said: /<h1 class="verdict__sentence">([^<]*)</.exec(html)?.[1],
});

/** What the page of a product says beside one of its batches. */
async function onProductPage(code: string): Promise<string> {
  const { text } = await market.browser().get(`/san-pham/${thread.product.slug}`);
  const [, row = ''] = new RegExp(`href="/t/${code}">([^]*?)</a>`).exec(text) ?? [];
  expect(row).not.toBe('');
  return row;
}

describe('the verdict on goods', () => {
  it.each(rows)('%s (%s) is the same on the page, in JSON and on the page of the product', async (kind, code, make) => {
    const { code: batchCode, serial } = await make();
    const path = serial === undefined ? `/t/${batchCode}` : `/t/${batchCode}/${serial}`;
    const { verdict } = (await market.program().get(path)).body;
    expect(verdict).toMatchObject({ kind, code });
    expect(inPage((await market.browser().get(path)).text)).toEqual({ kind, said: verdict.sentence });
    if (serial !== undefined) return;
    const row = await onProductPage(batchCode);
    if (kind === 'genuine') expect(row).not.toMatch(/badge|provenance/);
    else expect(row).toContain(sentence('vi', `provenance.short.${code}`));
  });

  it('of what is in no book is never a good one', async () => {
    const { text, status } = await market.browser().get('/t/01234568');
    expect(status).toBe(404);
    expect(inPage(text).kind).toBe('unknown');
    expect(text).not.toContain('Hàng thật');
  });
});
