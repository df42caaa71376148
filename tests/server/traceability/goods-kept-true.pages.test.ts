import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { balanceOf } from '../../../server/traceability/balance.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { takeHolds } from '../../../server/traceability/stock.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, now, packing, packOf, someGoods, stocked, stockOf, today } from './makers.ts';

const { people, signedIn, program } = useBrowsers();

let product: Product;
let farmer: Agent;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  farmer = await signedIn((commune) => commune.household);
});

const actor = () => people().household.actor;
const kg = (value: number) => ({ value, unit: 'kg' });
const gone = { reason: 'spoilt', occurredOn: '2026-11-16' };

describe('/lo/{code}/hao-hut', () => {
  it('shows what remains, writes packs off once however often it is sent, and tells why in the history', async () => {
    const { code } = await stocked(actor(), product, 10);
    await takeHolds('DHGONE', [{ packId: packOf(product), quantity: 3 }], noon, today);
    const path = `/lo/${code}/hao-hut`;
    const page = await farmer.get(path);
    expect(page.text).toMatch(/Gói 1[^]*còn 7 gói chưa bán[^]*Hàng chưa đóng gói[^]*còn lại 45\s*kg/);
    const form = { _key: formKey(page.text), ...gone, what: packOf(product), amount: '2', note: 'Chuột cắn' };
    for (const _twice of [1, 2]) {
      const answer = await farmer.post(path).type('form').send(form);
      expect(answer.headers.location).toBe(`/lo/${code}`);
    }
    expect(await stockOf(code)).toEqual({ onHand: 8, held: 3, sold: 0 });
    expect((await farmer.get(`/lo/${code}`)).text).toMatch(/Hỏng, mốc: 2 gói[^]*Chuột cắn/);
    expect((await farmer.get(`/t/${code}`)).text).not.toContain('Chuột cắn');
  });

  it('writes off goods not packed, never more than is left or held, and says beside which field', async () => {
    // Goods of its own: a hold may be taken from any batch of a product.
    const own = await someGoods(actor());
    const { code } = await stocked(actor(), own, 10);
    await takeHolds('DHGONE2', [{ packId: packOf(own), quantity: 3 }], noon, today);
    const path = `/lo/${code}/hao-hut`;
    const bulk = { ...gone, what: 'bulk' };
    expect((await fillIn(farmer, path, { ...bulk, amount: '4,5' })).status).toBe(303);
    const most = await fillIn(farmer, path, { ...bulk, amount: '41' });
    expect(most.status).toBe(409);
    expect(most.text).toMatch(/<a href="#amount">[^<]*Chỉ còn 40[.,]5 kg/);
    expect(most.text).toMatch(/value="41"/);
    const packs = { ...gone, what: packOf(own) };
    expect((await fillIn(farmer, path, { ...packs, amount: '8' })).text).toMatch(/<a href="#amount">[^<]*Chỉ còn 7/);
    expect((await fillIn(farmer, path, { ...packs, amount: '1,5' })).text).toContain('<a href="#amount">');
    expect((await fillIn(farmer, path, { ...bulk, amount: '1', occurredOn: '2026-12-31' })).text).toContain(
      '<a href="#occurredOn">',
    );
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get(path)).status).toBe(403);
  });

  it('is taken from programs too', async () => {
    const { code } = await stocked(actor(), product, 4);
    const agent = program(people().household.token);
    const body = { packId: packOf(product), count: 1, reason: 'sample', occurredAt: '2026-11-16T08:00:00+07:00' };
    const send = () =>
      agent.post(`/api/v1/batches/${code}/write-offs`).set('Idempotency-Key', `write-off-${code}`).send(body);
    const [first, again] = [await send(), await send()];
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(await stockOf(code)).toMatchObject({ onHand: 3 });
    const refused = await agent.post(`/api/v1/batches/${code}/write-offs`).send({ ...body, count: 9 });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ left: 3, errors: [{ pointer: '/count' }] });
  });
});

describe('/lo/{code}/dinh-chinh-dang-ky', () => {
  it('offers what stands, corrects what was changed, and keeps the rest of what others corrected', async () => {
    const { code } = await stocked(actor(), product, 10, { expiresOn: '2027-01-01' });
    const path = `/lo/${code}/dinh-chinh-dang-ky`;
    const page = await farmer.get(path);
    expect(page.text).toMatch(/name="expiresOn"[^>]*value="2027-01-01"/);
    expect(page.text).toMatch(/name="expiresOn"[^>]*required/);
    expect(page.text).toMatch(/name="packs\.0\.count"[^>]*value="10"/);
    const form = {
      'quantity.value': '50',
      'quantity.unit': 'kg',
      producedOn: today,
      expiresOn: '2027-03-01',
      lot: 'SUA-01',
      'packs.0.packId': packOf(product),
      'packs.0.count': '12',
    };
    expect((await fillIn(farmer, path, form)).text).toContain('<a href="#reason">');
    const without = await fillIn(farmer, path, { ...form, reason: 'x', expiresOn: '' });
    expect(without.text).toContain('<a href="#expiresOn">');
    const answer = await fillIn(farmer, path, { ...form, reason: 'Ghi nhầm hạn' });
    expect(answer.headers.location).toBe(`/lo/${code}`);
    const batch = await now(code);
    expect(batch).toMatchObject({ lot: 'SUA-01', expiresOn: '2027-03-01', quantity: kg(50), chain: { ok: true } });
    expect(await stockOf(code)).toMatchObject({ onHand: 12 });
    await aBatchOf(actor(), product, { lot: 'SUA-02' });
    const taken = await fillIn(farmer, path, { ...form, lot: 'SUA-02', reason: 'x' });
    expect(taken.text).toMatch(/<a href="#lot">[^<]*đã có lô SUA-02/);
    const agent = program(people().household.token);
    const correction = { eventId: 'registration', reason: 'Cân lại', quantity: kg(48) };
    const sent = await agent.post(`/api/v1/batches/${code}/corrections`).send(correction);
    expect(sent.status).toBe(201);
    expect(await now(code)).toMatchObject({ lot: 'SUA-01', quantity: kg(48) });
  });
});

describe('/lo/{code}/bo/{eventId}', () => {
  it('withdraws a step and a write-off that never happened, once, and marks them', async () => {
    const { code } = await stocked(actor(), product, 1);
    const { id } = await recordEvent(actor(), code, packing(product, 5), noon);
    expect((await farmer.get(`/lo/${code}`)).text).toContain(`href="/lo/${code}/bo/${id}"`);
    const path = `/lo/${code}/bo/${id}`;
    expect((await fillIn(farmer, path)).text).toContain('<a href="#reason">');
    expect((await fillIn(farmer, path, { reason: 'Ghi nhầm lô' })).status).toBe(303);
    expect(await stockOf(code)).toMatchObject({ onHand: 1 });
    const { text } = await farmer.get(`/lo/${code}`);
    expect(text).toMatch(/Không có thật, đã bỏ[^]*Lý do: Ghi nhầm lô/);
    expect(text).not.toContain(`/bo/${id}`);
    expect((await farmer.get(path)).status).toBe(404);
    await fillIn(farmer, `/lo/${code}/hao-hut`, { ...gone, what: packOf(product), amount: '1' });
    const off = (await now(code)).events.find(({ stage }) => stage === 'written-off');
    expect((await fillIn(farmer, `/lo/${code}/bo/${off?.id}`, { reason: 'Tìm lại được' })).status).toBe(303);
    expect(await stockOf(code)).toMatchObject({ onHand: 1 });
    const neighbour = await signedIn((commune) => commune.neighbour);
    expect((await neighbour.get(path)).status).toBe(404);
  });
});

describe('what came out beside a batch', () => {
  it('is offered on the day of that batch, which is called today only where it is', async () => {
    const main = await aBatchOf(actor(), product, { producedOn: '2026-11-15' });
    const form = `/lo/moi?hang=${product.id}`;
    expect((await farmer.get(`${form}&ben=${main.code}`)).text).toContain('Ngày làm: 15/11/2026');
    expect((await farmer.get(form)).text).toContain('Ngày làm: hôm nay, 16/11/2026');
  });

  it('is registered without asking for inputs, and stands on the pages of both', async () => {
    const { code: source } = await aBatchOf(actor(), product, { quantity: kg(100) });
    const main = await aBatchOf(actor(), product, {
      inputs: [{ batchCode: source, quantity: kg(60) }],
      quantity: kg(40),
    });
    expect((await farmer.get(`/lo/${main.code}`)).text).toContain(`href="/lo/moi?ben=${main.code}"`);
    const form = `/lo/moi?hang=${product.id}&ben=${main.code}`;
    const fields = {
      productId: product.id,
      'quantity.value': '10',
      'quantity.unit': 'kg',
      producedOn: today,
      expiresOn: '2027-11-16',
    };
    const { text } = await farmer.get(form);
    expect(text).toContain('Thứ khác ra cùng lúc');
    expect(text).not.toContain(`used.${source}.value`);
    const refused = await fillIn(farmer, form, { ...fields, 'quantity.value': '21' });
    expect([refused.status, refused.text.includes('name="moreInputs"')]).toEqual([409, true]);
    const { headers } = await fillIn(farmer, form, fields);
    const code = headers.location?.slice('/lo/'.length) ?? '';
    expect(await now(code)).toMatchObject({ besideOf: main.code, inputs: [] });
    expect((await balanceOf(actor(), source)).left).toBe(40);
    for (const [one, other] of [
      [main.code, code],
      [code, main.code],
    ]) {
      expect((await farmer.get(`/lo/${one}`)).text).toMatch(new RegExp(`Ra cùng lúc</dt>[^]*?href="/lo/${other}"`));
      const family = (await farmer.get(`/lo/${one}/tu-dau-di-dau`)).text;
      for (const said of ['Ra cùng lúc, từ cùng nguyên liệu', `/lo/${other}`, `/lo/${source}`])
        expect(family).toContain(said);
      expect((await farmer.get(`/lo/${one}/can-doi`)).text).toContain('Thứ khác ra cùng lúc');
    }
  });
});
