import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../server/format.ts';
import type { Mode } from '../../server/platform.ts';
import { fromRoot } from '../../server/root.ts';
import { aPhone, openChromium } from '../support/browser.ts';
import { browserWalker } from '../support/browser-walker.ts';
import { formWalker, linksOn, type Page, type Walker, wordsIn } from '../support/form-walker.ts';
import { databaseOfItsOwn, type Market, startMarket } from '../support/market.ts';

// A production start from nothing, walked by screens alone and without script: what a cooperative's first morning is. Buyers walk
// with a real browser on a phone; in the long run everybody does.

const origin = 'https://cho.example';
const key = () => randomBytes(32).toString('hex');
const today = dayOf(new Date());

const operator = {
  name: 'HTX Nông nghiệp Bình Lư',
  office: 'Bản Nà Đa, xã Bình Lư, tỉnh Lai Châu',
  representative: 'Lò Thị Đôi, giám đốc',
  registration: '6200012345, 02/01/2020, Sở Tài chính Lai Châu',
  phone: '0912000001',
  email: 'cho@cho.example',
  responsible: 'Lò Thị Đôi',
};

/** One market of all modes in turn; each from nothing in the long run. */
const markets: Mode[][] = [['showcase', 'direct', 'intermediary']];
if (process.env.FULL) markets.push(['direct'], ['intermediary']);

describe.each(markets)('a market that opens in production as %s', (...modes) => {
  let market: Market;
  let chromium: Browser;
  let officer: Walker;
  let cooperative: Walker;
  let household: Walker;
  beforeAll(async () => {
    const settings = { ...databaseOfItsOwn(), NODE_ENV: 'production', PUBLIC_URL: origin };
    const secrets = { SESSION_SECRET: key(), LABEL_KEY: key(), LOG_KEY: key() };
    [market, chromium] = await Promise.all([startMarket({ ...settings, ...secrets }), openChromium()]);
    const walker = process.env.FULL ? () => onAPhone(chromium, market) : () => formWalker(market.url);
    const path = await inviteOfficer({ ...settings, ...secrets, DATA_DIR: market.dataDir });
    officer = await comeIn(await walker(), path, { phone: '0912000001' });
    cooperative = await comeIn(
      await walker(),
      await invite(officer, 'HTX Nông nghiệp Bình Lư', '0912000002', { kind: 'cooperative' }),
    );
    household = await comeIn(await walker(), await invite(cooperative, 'Hộ Lò Văn Pâng', '0912000003'));
  }, 120_000);
  afterAll(async () => {
    await chromium.close();
    await market.stop();
  });

  it('chooses no mode before its facts are told, and names those that lack', async () => {
    const refused = await officer.fill(await officer.open('/che-do'), 'mode', { mode: 'showcase' });
    expect([refused.status, wordsIn(refused).includes('Đơn vị vận hành')]).toEqual([409, true]);
  });

  it('tells its facts, group by group', async () => {
    for (const path of linksOn(await officer.open('/phap-ly')).filter((one) => one.startsWith('/phap-ly/'))) {
      const form = await officer.open(`${path}/sua`);
      const told = await officer.fill(form, 'text', form.html.includes('name="responsible"') ? operator : {});
      expect([path, told.status, told.path]).toEqual([path, 200, path]);
    }
    expect(wordsIn(await officer.open('/phap-ly'))).not.toContain('Chưa xác nhận');
  });

  it.each(modes)('is run as %s, to the first order or the first call to an outside shop', async (mode) => {
    const chosen = await officer.fill(await officer.open('/che-do'), 'mode', { mode });
    expect(chosen.path).toBe('/che-do?da-luu=1');
    const seller = mode === 'direct' ? cooperative : household;
    const goods = `Khăn thổ cẩm ${mode}`;
    const product = await offer(seller, goods);
    const buyer = await onAPhone(chromium, market);
    if (mode === 'intermediary') {
      expect((await buyer.open('/')).html).not.toContain(goods);
      await lookThrough(officer, goods);
    }
    const page = await buyer.open(product);
    expect([page.status, page.html.includes(goods)]).toEqual([200, true]);
    const shop = linksOn(page).find((one) => one.startsWith('/go/')) ?? '';
    expect((await buyer.open(shop)).path).toBe('https://shopee.vn/khan-tho-cam-i.1.2');
    if (mode === 'showcase') return expect(await isClosed(buyer, page)).toBe(true);
    const order = await buy(buyer, page);
    expect(wordsIn(order)).toMatch(/500\.000\s₫[\s\S]*Nội dung chuyển khoản\s*BL[0-9A-Z]{8}/);
    const summary = linksOn(order).find((one) => one.includes('/tom-tat.pdf')) ?? '';
    expect((await buyer.open(summary)).html).toMatch(/^%PDF/);
  });
});

/** Somebody with a browser on a phone, and no script. */
const onAPhone = async (chromium: Browser, market: Market): Promise<Walker> =>
  await browserWalker(await aPhone(chromium, { script: false }), market.url);

async function inviteOfficer(settings: Record<string, string>): Promise<string> {
  const words = ['--import', 'tsx', 'server/commands/invite.ts', '--officer', 'Vàng Thị Mai'];
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: fromRoot(), env });
  return pathIn(stdout);
}

const pathIn = (text: string): string => /https:\/\/cho\.example(\/moi\/[\w-]+)/.exec(text)?.[1] ?? '';

/** A seller with one person, who is invited: the address on their paper. */
async function invite(staff: Walker, name: string, phone: string, what: Record<string, string> = {}): Promise<string> {
  const place = { village: 'Bản Nà Đa', line: 'Bản Nà Đa' };
  const person = await staff.fill(await staff.open('/thanh-vien/moi'), 'village', { name, ...place, ...what });
  const asked = await staff.fill(person, 'phone', { name: 'Lò Văn Pâng', phone });
  return pathIn((await staff.fill(asked, asked.path)).html);
}

/** Opens an invitation: staff choose a password and scan the authenticator's secret, a household a PIN. */
async function comeIn(walker: Walker, path: string, typed: Record<string, string> = {}): Promise<Walker> {
  const page = await walker.open(path);
  const secret = /class="code">([A-Z2-7]{32})</.exec(page.html)?.[1];
  const word = secret ? 'mật khẩu đủ dài' : '135791';
  const code: Record<string, string> = secret
    ? { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() }
    : {};
  const desk = await walker.fill(page, 'secret', { ...typed, ...code, secret: word, again: word });
  expect([desk.status, desk.path]).toEqual([200, '/ban-lam-viec']);
  return walker;
}

/** Goods with an outside shop and an account to be paid to, one batch of them and five packs. @returns the public page's address */
async function offer(seller: Walker, name: string): Promise<string> {
  const pack = { name: 'Khăn nhỏ', 'netQuantity.value': '1', 'netQuantity.unit': 'tấm', priceVnd: '250.000' };
  const packs = Object.fromEntries(Object.entries(pack).map(([field, value]) => [`packs.0.${field}`, value]));
  const product = await seller.fill(await seller.open('/hang-cua-toi/moi'), 'gtin', {
    kind: 'tho-cam',
    name,
    ...packs,
  });
  const shop = { channel: 'shopee', url: 'https://shopee.vn/khan-tho-cam-i.1.2' };
  await seller.fill(await seller.open(`${product.path}/kenh`), 'url', shop);
  await tellAccount(seller);
  const id = product.path.split('/').at(-1);
  const quantity = { 'quantity.value': '5', 'quantity.unit': 'tấm' };
  const batch = await seller.fill(await seller.open(`/lo/moi?hang=${id}`), 'producedOn', {
    ...quantity,
    producedOn: today,
  });
  const finishing = await seller.open(`${batch.path}/buoc?stage=finishing`);
  const packed = await seller.fill(finishing, 'packs.0.count', { 'packs.0.count': '5', occurredOn: today });
  expect([packed.status, packed.path]).toEqual([200, batch.path]);
  return linksOn(product).find((one) => one.startsWith('/san-pham/')) ?? '';
}

async function tellAccount(seller: Walker): Promise<void> {
  const page = await seller.open('/tai-khoan-nhan-tien');
  if (page.html.includes('LO VAN PANG')) return;
  await seller.fill(page, 'holder', { bin: '970405', number: '0912000003', holder: 'LO VAN PANG' });
}

/** What a market wants whose sellers are others: who they are, and a look at their goods. */
async function lookThrough(officer: Walker, goods: string): Promise<void> {
  const kept = { legalName: 'Lò Văn Pâng', bornOn: '1980-02-03', number: '012080001234', address: 'Bản Nà Đa' };
  for (const path of linksOn(await officer.open('/nguoi-ban')).filter((one) => one.startsWith('/nguoi-ban/')))
    await officer.fill(await officer.open(`${path}/danh-tinh`), 'legalName', {
      ...kept,
      kind: 'person',
      way: 'papers',
      on: today,
    });
  for (const path of linksOn(await officer.open('/duyet-hang')).filter((one) => one.startsWith('/duyet-hang/')))
    await officer.fill(await officer.open(path), 'result', { result: 'passed' });
  expect(wordsIn(await officer.open('/duyet-hang'))).not.toContain(goods);
}

async function isClosed(buyer: Walker, page: Page): Promise<boolean> {
  const cart = await buyer.open('/gio-hang');
  return cart.status === 404 && !page.html.includes('name="packId"');
}

async function buy(buyer: Walker, page: Page): Promise<Page> {
  await buyer.fill(page, 'packId', { quantity: '2' });
  const said = { name: 'Nguyễn Thị Lan', phone: '0912345678', method: 'pickup', payBy: 'vietqr' };
  const order = await buyer.fill(await buyer.open('/thanh-toan'), 'payBy', said);
  expect([order.status, order.path.split('?')[0]]).toEqual([200, expect.stringMatching(/^\/don\/DH/)]);
  return order;
}
