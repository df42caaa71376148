import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { type Market, startMarket } from '../support/market.ts';
import { wordsInPdf } from '../support/printed.ts';

// A kind of goods that nobody thought of when the program was written: its code as it is, and one file more.

const root = mkdtempSync(path.join(os.tmpdir(), 'cho-new-kind-'));
const inCopy = (...parts: string[]): string => path.join(root, ...parts);
let market: Market;
beforeAll(async () => {
  copyProgram();
  cpSync(fromRoot('tests/support/rattan.json'), inCopy('server/catalog/profiles/may-tre-dan.json'));
  hangTagForRattan();
  market = await startMarket({}, { root });
});
afterAll(async () => {
  await market?.stop();
  rmSync(root, { recursive: true });
});

function copyProgram(): void {
  for (const same of ['package.json', 'node_modules', 'web', 'seed']) symlinkSync(fromRoot(same), inCopy(same));
  for (const own of ['dist', 'qr-templates']) cpSync(fromRoot(own), inCopy(own), { recursive: true });
  const isData = (file: string): boolean => statSync(file).isDirectory() || !file.endsWith('.ts');
  cpSync(fromRoot('server'), inCopy('server'), { recursive: true, filter: isData });
}

/** The hang tag of brocade, for rattan: it leaves out what the law asks of food alone. */
function hangTagForRattan(): void {
  cpSync(fromRoot('qr-templates/brocade-tag-62x70'), inCopy('qr-templates/rattan-tag-62x70'), { recursive: true });
  const file = inCopy('qr-templates/rattan-tag-62x70/template.json');
  const template = { ...JSON.parse(readFileSync(file, 'utf8')), kinds: ['may-tre-dan'] };
  writeFileSync(file, JSON.stringify(template));
}

let token = '';
let productId = '';
let packId = '';
let code = '';
let unitUrl = '';

const ask = (address: string, more: RequestInit = {}) => fetch(market.url + address, more);

async function send(address: string, body: object, status = 201) {
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await ask(`/api/v1${address}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const said = await answer.json();
  expect(answer.status, JSON.stringify(said)).toBe(status);
  return said;
}

const print = async (template: string, stock: string, count = 2) => {
  const run = await send(`/batches/${code}/label-runs`, { template, stock, count, serials: true });
  const file = (address: string) => ask(address, { headers: { Authorization: `Bearer ${token}` } });
  const words = wordsInPdf(Buffer.from(await (await file(run.links.pdf)).arrayBuffer()));
  return { words, csv: await (await file(run.links.csv)).text() };
};

describe('a kind of goods that comes as one file', () => {
  it('is offered after those that have a place, and tells what its label must carry', async () => {
    const { data } = await (await ask('/api/v1/profiles')).json();
    const kinds = (data as { kind: string }[]).map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).toEqual(['mien-dong', 'gao-seng-cu', 'mat-ong', 'tho-cam']);
    expect(kinds).toContain('may-tre-dan');
    const page = await (await ask('/loai-hang/may-tre-dan?lang=en')).text();
    expect(page).toContain('Composition; Specifications; Use and storage; Name and address of the artisan');
    expect(page).toContain('craft village (Nghị định 37/2026/NĐ-CP, Điều 44.1c)');
  });

  it('becomes a product, in a unit of its own', async () => {
    token = (await send('/sessions', { phone: '0900000101', pin: '246810' })).token;
    const pack = { name: 'Một đôi', netQuantity: { value: 1, unit: 'đôi' }, priceVnd: 180_000 };
    const goods = { name: 'Gùi mây Tân Bình', kind: 'may-tre-dan', packs: [pack] };
    await send('/products', { ...goods, packs: [{ ...pack, netQuantity: { value: 1, unit: 'cặp' } }] }, 422);
    const product = await send('/products', goods);
    [productId, packId] = [product.id, product.packs[0].id];
  });

  it('becomes a batch that goes through its own stages and through no others', async () => {
    const at = new Date(Date.now() - 3 * 86_400_000).toISOString();
    const batch = { productId, quantity: { value: 12, unit: 'đôi' }, producedOn: at.slice(0, 10) };
    code = (await send('/batches', batch)).code;
    const step = (stage: string, more: object, status = 201) =>
      send(`/batches/${code}/events`, { stage, occurredAt: new Date().toISOString(), ...more }, status);
    await step('milling', {}, 422);
    await step('splitting', { measurements: [{ key: 'material', value: 'Mây nếp và tre gai', unit: '' }] });
    await step('smoking', { measurements: [{ key: 'smoked', value: 300, unit: 'giờ' }] }, 422);
    await step('smoking', { measurements: [{ key: 'smoked', value: 36, unit: 'giờ' }] });
    await step('plaiting', { packs: [{ packId, count: 12 }] });
  });

  it('is printed with what its steps told, and held to its own law rather than to that of food', async () => {
    const tag = await print('rattan-tag-62x70', 'avery-l7164');
    expect(tag.words).toContain('Gùi mây Tân Bình');
    expect(tag.words).toContain('Mây nếp và tre gai');
    expect(tag.words).toContain('Lau khô, tránh ẩm');
    expect(tag.words).not.toContain('Nhãn phụ');
    expect((await print('bag-62x33', 'avery-l7159')).words).toContain('Nhãn phụ');
    unitUrl = /\/t\/\w{8}\/\w{8}/i.exec(tag.csv)?.[0] ?? '';
    expect(unitUrl).not.toBe('');
  });

  it.each([
    ['vi', ['Hàng thật', 'Gùi mây Tân Bình', 'Mây tre đan', 'Chẻ nan', 'Hun khói chống mọt', 'Mây nếp và tre gai']],
    ['en', ['Genuine', 'Gùi mây Tân Bình', 'Rattan and bamboo ware', 'Splitting', 'Smoking', 'Plaiting']],
  ])('tells its whole story to whoever scans it, in %s', async (lang, words) => {
    const page = await (await ask(`${unitUrl}?lang=${lang}`)).text();
    for (const word of words) expect(page).toContain(word);
  });
});
