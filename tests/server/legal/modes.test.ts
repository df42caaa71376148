import { afterEach, describe, expect, it } from 'vitest';
import { findGroup, groups } from '../../../server/legal/groups.ts';
import { chooseMode, lackingFor, ModeLacks, readPlatform, requireFacts } from '../../../server/legal/modes.ts';
import { confirmGroup, countUnconfirmed, holding, versionsOf } from '../../../server/legal/published.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { closedWithoutOrders, type Mode, modes, platformNow, rulesOf, setPlatform } from '../../../server/platform.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { passed } from '../catalog/makers.ts';
import { anAccount, onSale, wanted } from '../orders/makers.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune, sale } = visitors();
afterEach(() => setPlatform({ mode: null, operator: null }));

const here = { production: false, platformMode: null };
const code = (wantedCode: string) => expect.objectContaining({ code: wantedCode });
const run = (mode: Mode | null) => setPlatform({ mode, operator: null });
const officer = () => commune().officer.actor;

describe('whose goods can be ordered', () => {
  const table: [Mode | null, string, string][] = [
    [null, 'placed', 'placed'],
    ['intermediary', 'seller-not-identified', 'seller-not-identified'],
    ['direct', 'mode-cooperatives-alone', 'placed'],
    ['showcase', 'mode-takes-no-orders', 'mode-takes-no-orders'],
  ];
  it.each(table)('in mode %s: of a household %s, of a cooperative %s', async (mode, ofHousehold, ofCooperative) => {
    await anAccount(commune().sellers.ours);
    const goods = [await sale(), await onSale(commune().cooperative.actor, 10)];
    for (const { product } of goods) await passed(officer(), product.id);
    run(mode);
    const came = await Promise.all(
      goods.map(({ packId }) =>
        placeOrder(wanted(packId), noon).then(
          ({ order }) => order.state,
          (error) => error.code,
        ),
      ),
    );
    expect(came).toEqual([ofHousehold, ofCooperative]);
  });
});

describe('what is there without orders', () => {
  const fill = (path: string) => path.replace(':slug', commune().sellers.household.slug).replace(':id', 'x');

  it.each(closedWithoutOrders)('closes $method $path in a showcase alone', async ({ method, path }) => {
    const household = browserOf(commune().household);
    const ask = () => (method === 'post' ? household.post(fill(path)) : household.get(fill(path)));
    for (const mode of [null, ...modes]) {
      run(mode);
      const { status, text } = await ask();
      const isNothing = status === 404 && /Không có trang|page-not-found/.test(text);
      expect(isNothing, `${mode}`).toBe(mode !== null && rulesOf(mode).orders === 'nobody');
    }
  });

  it('leaves the origin, the product with its outside shops and the order that is under way', async () => {
    const { packId, batch, product } = await sale();
    const { order, key } = await placeOrder(wanted(packId), noon);
    run('showcase');
    for (const path of [`/t/${batch.code}`, `/san-pham/${product.slug}`, `/don/${order.number}?key=${key}`, '/'])
      expect((await browser().get(path)).status, path).toBe(200);
    const page = (await browser().get(`/san-pham/${product.slug}`)).text;
    expect(page).toContain('Chợ chỉ giới thiệu hàng');
    expect(page).not.toContain('action="/gio-hang"');
    expect(page).not.toContain('href="/gio-hang"');
  });

  it('says on a household’s product who takes orders when cooperatives sell', async () => {
    const { product } = await sale();
    run('direct');
    const page = (await browser().get(`/san-pham/${product.slug}`)).text;
    expect(page).toContain('chưa nhận đặt mua ở chợ');
    expect(page).not.toContain('action="/gio-hang"');
    expect(page).toContain('href="/gio-hang"');
  });
});

describe('choosing', () => {
  it('is an officer’s with a fresh PIN, and is known at once and written down', async () => {
    await expect(chooseMode(commune().household.actor, 'direct', here, noon)).rejects.toThrow(
      code('not-for-your-role'),
    );
    const page = await browserOf(commune().officer).get('/che-do').expect(200);
    const send = { _key: formKey(page.text), mode: 'direct' };
    await browserOf(commune().officer).post('/che-do').type('form').send(send).expect(303);
    expect(platformNow().mode).toBe('direct');
    run(null);
    await readPlatform(here, noon);
    expect(platformNow().mode).toBe('direct');
    const after = await browserOf(commune().officer).get('/che-do?da-luu=1');
    expect(after.text).toContain('Đã đổi cách vận hành');
    expect(after.text).toMatch(/Ai đã chọn[^]*Hợp tác xã bán/);
  });

  it('gives way to the environment', async () => {
    const where = { production: false, platformMode: 'showcase' as const };
    await readPlatform(where, noon);
    expect(platformNow().mode).toBe('showcase');
    await expect(chooseMode(officer(), 'direct', where, noon)).rejects.toThrow(code('mode-is-set'));
  });

  it('opens in production only what is confirmed, naming each fact that is not', async () => {
    const where = { production: true, platformMode: 'direct' as const };
    await expect(requireFacts(where, noon)).rejects.toThrow(ModeLacks);
    await expect(requireFacts(where, noon)).rejects.toThrow(
      /operator, complaints, prices, conditions, payment, delivery, returns/,
    );
    await expect(chooseMode(officer(), 'direct', { ...where, platformMode: null }, noon)).rejects.toThrow(
      code('mode-lacks-facts'),
    );
    for (const id of rulesOf('direct').needs) {
      const group = groups.find((one) => one.id === id);
      if (group) await confirmGroup(officer(), group, { text: '', facts: {} }, noon);
    }
    await expect(requireFacts(where, noon)).resolves.toBeUndefined();
    expect(await lackingFor('direct', '2026-11-16')).toEqual([]);
    const selling = { ...where, platformMode: 'intermediary' as const };
    await expect(requireFacts(selling, noon)).rejects.toThrow(/not confirmed under \/phap-ly: display$/);
    const display = groups.find(({ id }) => id === 'display');
    if (display) await confirmGroup(officer(), display, { text: '', facts: {} }, noon);
    await expect(requireFacts(selling, noon)).resolves.toBeUndefined();
    await expect(requireFacts({ ...where, production: false }, noon)).resolves.toBeUndefined();
  });
});

describe('a published fact', () => {
  it('holds at once the first time, after its notice when it changes, and none is lost', async () => {
    const group = findGroup('thanh-toan');
    const prices = findGroup('gia');
    if (!group || !prices) throw new Error('no such group');
    const before = await versionsOf(group);
    const first = await confirmGroup(officer(), group, { text: 'Trả trước', facts: {} }, noon);
    expect(first.from).toBe(before.length === 0 ? '2026-11-16' : '2026-11-21');
    const second = await confirmGroup(officer(), group, { text: 'Trả sau', facts: {} }, noon);
    expect(second.from).toBe('2026-11-21');
    const versions = await versionsOf(group);
    expect(versions.map(({ number }) => number)).toEqual(versions.map((_, place) => place + 1));
    expect(holding(versions, '2026-11-20').now?.number).toBe(1);
    expect(holding(versions, '2026-11-21').now?.text).toBe('Trả sau');
    const again = [await confirmGroup(officer(), prices, { text: '', facts: {} }, noon)];
    again.push(await confirmGroup(officer(), prices, { text: '', facts: {} }, noon));
    expect(again.at(-1)?.from).toBe('2026-12-06');
    expect(await countUnconfirmed('2026-11-16')).toBeLessThan(groups.length);
  });

  it('is confirmed by one of two who confirm at once', async () => {
    const group = findGroup('livestream');
    if (!group) throw new Error('no such group');
    const both = await Promise.allSettled(
      ['một', 'hai'].map((text) => confirmGroup(officer(), group, { text, facts: {} }, noon)),
    );
    const versions = await versionsOf(group);
    expect(versions).toHaveLength(both.filter(({ status }) => status === 'fulfilled').length);
  });
});
