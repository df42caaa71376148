import { beforeAll, describe, expect, it } from 'vitest';
import { ProductModel } from '../../../server/catalog/product.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { takeIn } from '../../../server/traceability/deliveries.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { publicIngredientsOf } from '../../../server/traceability/ingredients.ts';
import { batchesMadeBy } from '../../../server/traceability/recall-sources.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aHousehold } from '../identity/makers.ts';
import { aBatchOf, now, packOf, refusal, someGoods } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();

let rice: Product;
let cooperative: Agent;

beforeAll(async () => {
  rice = await someGoods(people().cooperative.actor, 'gao-seng-cu');
  cooperative = await signedIn((commune) => commune.cooperative);
});

const leftOf = async (code: string) => (await BatchModel.findOne({ code }).lean())?.left;
const kg = (value: number) => ({ value, unit: 'kg' });
const codeIn = (location: string | undefined): string => /^\/lo\/([0-9A-Z]{8})$/.exec(location ?? '')?.[1] ?? '';

describe('pooling', () => {
  const takingIn = () => `/lo/nhan?hang=${rice.id}`;
  const delivered = (day: string) => BatchModel.find({ deliveredBy: { $gt: '' }, producedOn: day }).lean();
  const households = () =>
    Promise.all(['Hộ Giàng A Páo', 'Hộ Sùng Thị Mỷ'].map((name) => aHousehold(people().sellers.ours.id, name)));

  it('takes in from many households at once, a batch each, and mills them into one', async () => {
    const [one, other] = await households();
    if (!one || !other) throw new Error('no households');
    const day = '2026-11-14';
    const page = await cooperative.get(takingIn());
    expect(page.text).toMatch(/Hộ Giàng A Páo[^]*Hộ Sùng Thị Mỷ/);
    const form = {
      _key: formKey(page.text),
      producedOn: day,
      unit: 'kg',
      [`amounts.${one.id}`]: '300 kg',
      [`amounts.${other.id}`]: '450',
    };
    const [first, second] = await Promise.all([
      cooperative.post(takingIn()).type('form').send(form),
      cooperative.post(takingIn()).type('form').send(form),
    ]);
    expect(first.headers.location).toBe(`/lo/moi?hang=${rice.id}&gop=1&tu=${rice.id}&ngay=${day}`);
    expect(second.headers.location).toBe(first.headers.location);
    const lots = await delivered(day);
    expect(lots.map(({ deliveredBy, quantity }) => [deliveredBy, quantity.value])).toEqual([
      [one.id, 300],
      [other.id, 450],
    ]);
    const asked = { sellerId: one.id, from: day, to: day };
    expect(await batchesMadeBy(people().officer.actor, asked)).toMatchObject([{ code: lots[0]?.code }]);
    const merge = first.headers.location ?? '';
    const { text } = await cooperative.get(merge);
    expect(text).toMatch(/Đã nhận 2 lô ngày 14\/11\/2026/);
    const offered = Object.fromEntries(
      lots.flatMap(({ code }) => {
        const [, value = ''] = new RegExp(`name="used\\.${code}\\.value"[^>]*value="(\\d+)"`).exec(text) ?? [];
        return [
          [`used.${code}.value`, value],
          [`used.${code}.unit`, 'kg'],
        ];
      }),
    );
    const milled = {
      productId: rice.id,
      'quantity.value': '490',
      'quantity.unit': 'kg',
      producedOn: '2026-11-16',
      expiresOn: '2027-11-16',
    };
    const made = await fillIn(cooperative, merge, { ...milled, ...offered });
    expect(made.status).toBe(303);
    expect((await now(codeIn(made.headers.location))).inputs.map(({ quantity }) => quantity.value)).toEqual(
      expect.arrayContaining([300, 450]),
    );
    expect(await Promise.all(lots.map(({ code }) => leftOf(code)))).toEqual([0, 0]);
    expect((await now(lots[0]?.code ?? '')).chain).toEqual({ ok: true });
    expect((await cooperative.get(`/lo/${lots[0]?.code}`)).text).toMatch(/Hộ giao[^]*Hộ Giàng A Páo/);
  });

  it('asks before the same is taken in of a household once more under another key, and fills in what was last', async () => {
    const [one] = await households();
    const own = await someGoods(people().cooperative.actor, 'gao-seng-cu');
    const page = `/lo/nhan?hang=${own.id}`;
    const form = { producedOn: '2026-11-09', unit: 'kg', [`amounts.${one?.id}`]: '12,5' };
    const made = () => delivered('2026-11-09');
    expect((await fillIn(cooperative, page, form)).status).toBe(303);
    const again = await fillIn(cooperative, page, form);
    expect([again.status, (await made()).length]).toEqual([409, 1]);
    expect(again.text).toMatch(/đã nhận của hộ đó[^]*name="again"/);
    expect((await fillIn(cooperative, page, { ...form, unit: 'tạ', [`amounts.${one?.id}`]: '0,125' })).status).toBe(
      409,
    );
    expect((await fillIn(cooperative, page, { ...form, again: 'yes' })).status).toBe(303);
    expect(await made()).toHaveLength(2);
    const filled = await cooperative.get(`${page}&nhu=truoc`);
    expect(filled.text).toMatch(new RegExp(`name="amounts\\.${one?.id}"[^>]*value="12,5"`));
    const [lot] = await made();
    const family = await cooperative.get(`/lo/${lot?.code}/tu-dau-di-dau`);
    expect(family.text).toContain('Hộ Giàng A Páo → ');
  });

  it('makes what is missing of a request that was cut off, and nothing twice', async () => {
    const [one, other] = await households();
    if (!one || !other) throw new Error('no households');
    const wanted = { productId: rice.id, producedOn: '2026-11-13', unit: 'kg', requestId: 'cut off' };
    const rows = [one, other].map(({ id }) => ({ sellerId: id, value: 10 }));
    await takeIn(people().cooperative.actor, { ...wanted, deliveries: rows.slice(0, 1) }, noon);
    await takeIn(people().cooperative.actor, { ...wanted, deliveries: rows }, noon);
    await takeIn(people().cooperative.actor, { ...wanted, deliveries: rows }, noon);
    expect(await delivered('2026-11-13')).toHaveLength(2);
  });

  it('tells buyers whose goods went in as far as each agreed, and of the others only what and how much', async () => {
    const [one, other] = await households();
    if (!one || !other) throw new Error('no households');
    const { actor } = people().cooperative;
    const rows = [one, other, people().sellers.neighbour].map(({ id }) => ({ sellerId: id, value: 100 }));
    const wanted = { productId: rice.id, producedOn: '2026-11-10', unit: 'kg', deliveries: rows };
    const lots = await takeIn(actor, wanted, noon);
    const inputs = lots.map(({ code }) => ({ batchCode: code, quantity: kg(100) }));
    const { code } = await aBatchOf(actor, rice, { quantity: kg(200), inputs });
    const scan = async () => (await browser().get(`/t/${code}`)).text.replaceAll(/\s+/g, ' ');
    expect(await scan()).toMatch(/Miến dong thử, 300 kg \(3 lô\)/);
    const address = `/ten-trong-hang?nguoi-ban=${one.id}`;
    expect((await fillIn(cooperative, address, { agree: 'yes' })).status).toBe(303);
    const told = await publicIngredientsOf(await now(code));
    expect(told).toMatchObject([
      { batchCode: lots[0]?.code, maker: 'Hộ Giàng A Páo', count: 1 },
      { batchCode: null, maker: null, count: 2, quantity: kg(200) },
    ]);
    expect((await fillIn(cooperative, address)).status).toBe(303);
    expect(await publicIngredientsOf(await now(code))).toHaveLength(1);
    const stranger = `/ten-trong-hang?nguoi-ban=${people().sellers.stranger.id}`;
    expect((await cooperative.get(stranger)).status).toBe(404);
  });

  it('asks on the page of the batch when more or less came of it than is usual, until it is answered', async () => {
    const { actor } = people().cooperative;
    const source = await aBatchOf(actor, rice, { quantity: kg(100) });
    const inputs = [{ batchCode: source.code, quantity: kg(100) }];
    const { code } = await aBatchOf(actor, rice, { quantity: kg(20), inputs });
    const page = await cooperative.get(`/lo/${code}`);
    expect(page.text).toMatch(/nhiều hoặc ít hơn thường lệ[^]*Nguyên liệu 100\s*kg, làm được 20\s*kg/);
    expect((await fillIn(cooperative, `/lo/${code}/can-doi`, { said: 'Thóc lép nhiều' })).status).toBe(303);
    expect((await cooperative.get(`/lo/${code}`)).text).not.toContain('nhiều hoặc ít hơn thường lệ');
    const balance = await cooperative.get(`/lo/${code}/can-doi`);
    expect(balance.text).toContain('chưa có nguồn');
    expect(balance.text).not.toContain('[unsourced]');
  });

  it('says beside which household what is wrong, and makes nothing of it', async () => {
    const [one] = await households();
    const form = { producedOn: '2026-11-12', unit: 'kg', [`amounts.${one?.id}`]: 'nhiều' };
    const answer = await fillIn(cooperative, takingIn(), form);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`<a href="#amounts\\.${one?.id}">[^<]*Hộ Giàng A Páo`));
    expect(answer.text).toContain('value="nhiều"');
    const stranger = { ...form, [`amounts.${one?.id}`]: '5', [`amounts.${people().sellers.stranger.id}`]: '5' };
    expect((await fillIn(cooperative, takingIn(), stranger)).status).toBe(422);
    const none = await fillIn(cooperative, takingIn(), { producedOn: '2026-11-12', unit: 'kg' });
    expect(none.text).toMatch(/<a href="#amounts">[^<]*ít nhất một hộ/);
    expect(await delivered('2026-11-12')).toEqual([]);
    const farmer = await signedIn((commune) => commune.household);
    expect((await farmer.get(takingIn())).status).toBe(403);
  });

  it('lets goods that an inspection is asked of be milled before it, but not packed', async () => {
    const [one] = await households();
    const inspected = await someGoods(people().cooperative.actor, 'gao-seng-cu');
    await ProductModel.updateOne({ _id: inspected.id }, { $set: { needsInspection: true } });
    const { actor } = people().cooperative;
    const wanted = { productId: inspected.id, producedOn: '2026-11-11', unit: 'kg' };
    const [lot] = await takeIn(actor, { ...wanted, deliveries: [{ sellerId: one?.id ?? '', value: 10 }] }, noon);
    const inputs = [{ batchCode: lot?.code ?? '', quantity: kg(10) }];
    expect((await aBatchOf(actor, inspected, { quantity: kg(6), inputs })).gate).toBe('waiting');
    const packs = [{ packId: packOf(inspected), count: 1 }];
    const packing = { stage: 'packing', occurredAt: noon, packs };
    expect((await refusal(recordEvent(actor, lot?.code ?? '', packing, noon))).code).toBe('delivered-not-packed');
  });
});
