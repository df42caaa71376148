import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { BatchModel } from '../../../server/traceability/batch-record.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { OutsideLotModel } from '../../../server/traceability/outside-lot.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, now, someGoods } from './makers.ts';

const { people, signedIn } = useBrowsers();

let product: Product;
let farmer: Agent;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  farmer = await signedIn((commune) => commune.household);
});

const leftOf = async (code: string) => (await BatchModel.findOne({ code }).lean())?.left;
const kg = (value: number) => ({ value, unit: 'kg' });
const newBatch = () => ({
  productId: product.id,
  'quantity.value': '10',
  'quantity.unit': 'kg',
  producedOn: '2026-11-16',
  expiresOn: '2027-11-16',
});
const path = () => `/lo/moi?hang=${product.id}`;
const codeIn = (location: string | undefined): string => /^\/lo\/([0-9A-Z]{8})$/.exec(location ?? '')?.[1] ?? '';

describe('“Làm từ lô nào?” in /lo/moi', () => {
  it('says what is left of each batch, and takes part of one, all of another, and one by its code', async () => {
    const { actor } = people().household;
    const [part, all, named] = [
      await aBatchOf(actor, product),
      await aBatchOf(actor, product),
      await aBatchOf(actor, product),
    ];
    const { text } = await farmer.get(path());
    expect(text).toMatch(new RegExp(`còn lại 50\\s*kg[^]*name="used\\.${part.code}\\.value"`));
    const answer = await fillIn(farmer, path(), {
      ...newBatch(),
      [`used.${part.code}.value`]: '2',
      [`used.${part.code}.unit`]: 'yến',
      [`used.${all.code}.all`]: '50 kg',
      [`used.${all.code}.unit`]: 'kg',
      'more.0.code': `http://localhost:3000/t/${named.code.toLowerCase()}`,
      'more.0.value': '1,5',
      'more.0.unit': 'kg',
      'more.1.unit': 'kg',
      'outside.0.unit': 'kg',
    });
    expect(answer.status).toBe(303);
    expect((await now(codeIn(answer.headers.location))).inputs).toEqual([
      { batchCode: part.code, quantity: { value: 2, unit: 'yến' } },
      { batchCode: all.code, quantity: kg(50) },
      { batchCode: named.code, quantity: kg(1.5) },
    ]);
    expect(await Promise.all([part, all, named].map(({ code }) => leftOf(code)))).toEqual([3e7, 0, 48_500_000]);
    expect((await farmer.get(path())).text).not.toContain(`used.${all.code}.value`);
  });

  it('refuses more than went in, and what somebody says is not all written down is not for sale', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const wanted = { ...newBatch(), [`used.${code}.value`]: '2', [`used.${code}.unit`]: 'kg' };
    const refused = await fillIn(farmer, path(), wanted);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('name="moreInputs"');
    expect(await leftOf(code)).toBe(50_000_000);
    const { headers } = await fillIn(farmer, path(), { ...wanted, moreInputs: 'yes' });
    expect((await now(codeIn(headers.location))).isOver).toBe(true);
    expect((await farmer.get(headers.location ?? '')).text).toContain('Chưa được bán: làm ra nhiều hơn nguyên liệu');
  });

  it('comes back as typed, and says beside which batch what is wrong', async () => {
    const { code } = await aBatchOf(people().household.actor, product, { quantity: kg(5), lot: 'BOT-05' });
    const short = { ...newBatch(), [`used.${code}.value`]: '5,5', [`used.${code}.unit`]: 'kg' };
    const answer = await fillIn(farmer, path(), short);
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(new RegExp(`<a href="#used\\.${code}\\.value">[^<]*BOT-05[^<]*Chỉ còn 5 kg`));
    expect(answer.text).toMatch(/name="used\.\w+\.value"[^>]*value="5,5"/);
    const both = await fillIn(farmer, path(), { ...short, [`used.${code}.all`]: '5 kg' });
    expect(both.text).toMatch(/Đã đánh dấu lấy hết/);
    const unknown = await fillIn(farmer, path(), { ...newBatch(), 'more.1.code': 'BNHTVDK9', 'more.1.value': '1' });
    expect(unknown.text).toMatch(/<a href="#more\.1\.code">[^<]*Không có lô hàng mang mã này/);
    const half = await fillIn(farmer, path(), { ...newBatch(), 'outside.1.name': 'Bột', 'outside.1.unit': 'kg' });
    for (const field of ['supplier', 'receivedOn', 'value'])
      expect(half.text).toContain(`<a href="#outside.1.${field}">`);
    expect(await leftOf(code)).toBe(5_000_000);
  });

  it('shows a barred batch with why and without a field, and refuses it all the same', async () => {
    const barred = await aBatchOf(people().household.actor, product, { lot: 'MOC-01' });
    const child = await aBatchOf(people().household.actor, product, {
      lot: 'MOC-02',
      inputs: [{ batchCode: barred.code, quantity: kg(1) }],
    });
    await recallBatch(people().officer.actor, barred.code, { reason: 'mốc', advice: 'trả' }, noon);
    const { text } = await farmer.get(path());
    for (const { code, lot } of [barred, child]) {
      expect(text).toMatch(new RegExp(`<li id="used\\.${code}\\.value">[^]*?${lot}[^]*?đang bị thu hồi`));
      expect(text).not.toContain(`name="used.${code}.value"`);
    }
    const sent = await fillIn(farmer, path(), { ...newBatch(), [`used.${child.code}.value`]: '1' });
    expect(sent.status).toBe(409);
    expect(sent.text).toMatch(new RegExp(`<a href="#used\\.${child.code}\\.value">[^<]*MOC-02[^<]*Đang bị thu hồi`));
  });

  it('writes down a lot from outside with a photo of its slip, and offers it again', async () => {
    const lot = {
      'outside.0.name': 'Tinh bột dong',
      'outside.0.supplier': 'Ông Lù',
      'outside.0.lot': 'TB-07',
      'outside.0.receivedOn': '2026-11-10',
      'outside.0.place': 'Chợ San Thàng',
      'outside.0.value': '20',
      'outside.0.unit': 'kg',
    };
    const page = await farmer.get(path());
    const answer = await farmer
      .post(path())
      .field({ _key: formKey(page.text), ...newBatch(), ...lot })
      .attach('outside.0.photo', await aPhoto(), { filename: 'phieu.jpg', contentType: 'image/jpeg' });
    expect(answer.status).toBe(303);
    const id = (await now(codeIn(answer.headers.location))).inputs[0]?.outsideId ?? '';
    const kept = await OutsideLotModel.findById(id).lean();
    expect(kept).toMatchObject({ supplier: 'Ông Lù', lot: 'TB-07', place: 'Chợ San Thàng' });
    expect(kept?.photoId).toMatch(/^[0-9a-f]{24}$/);
    expect((await farmer.get(path())).text).toContain(`name="used.${id}.value"`);
    const foreign = { ...lot, 'outside.0.lot': 'TB-08', 'outside.0.photoId': '0123456789abcdef01234567' };
    const refused = await fillIn(farmer, path(), { ...newBatch(), ...foreign });
    expect(refused.status).toBe(422);
    expect(await OutsideLotModel.countDocuments({ lot: 'TB-08' })).toBe(0);
  });

  it('holds what was typed beside a batch when the form is set aside, with the photo of the slip', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const page = await farmer.get(path());
    const aside = await farmer
      .post(`/lo/moi/nhap?hang=${product.id}`)
      .field({ _key: formKey(page.text), [`used.${code}.value`]: '7', 'outside.0.name': 'Bột' })
      .attach('outside.0.photo', await aPhoto(), { filename: 'a.jpg', contentType: 'image/jpeg' });
    expect(aside.headers.location).toBe('/lo');
    await Promise.all(Array.from({ length: 3 }, () => aBatchOf(people().household.actor, product)));
    const { text } = await farmer.get(path());
    expect(text).toMatch(new RegExp(`name="used\\.${code}\\.value"[^>]*value="7"`));
    expect(text).toMatch(/name="outside\.0\.photoId" value="[0-9a-f]{24}"/);
    expect(text).toMatch(/<details class="sheet" id="inputs" open/);
    await farmer.post('/lo/nhap/bo').type('form').send({ form: path() });
  });
});

describe('the same at a transforming step', () => {
  it('is asked, without the batch itself, and drawn on', async () => {
    const { actor } = people().household;
    const [source, { code }] = [await aBatchOf(actor, product), await aBatchOf(actor, product, { quantity: kg(3) })];
    const stage = getProfile('mien-dong').stages.find((one) => one.yield);
    const step = `/lo/${code}/buoc?stage=${stage?.id}`;
    const { text } = await farmer.get(step);
    expect(text).not.toContain(`used.${code}.value`);
    expect((await farmer.get(`/lo/${code}/buoc?stage=packing`)).text).not.toContain('id="inputs"');
    const used = { [`used.${source.code}.value`]: '4', [`used.${source.code}.unit`]: 'kg' };
    const answer = await fillIn(farmer, step, { occurredOn: '2026-11-16', ...used });
    expect(answer.status).toBe(303);
    expect((await now(code)).events[0]?.inputs).toEqual([{ batchCode: source.code, quantity: kg(4) }]);
    const short = await fillIn(farmer, step, {
      occurredOn: '2026-11-16',
      ...used,
      [`used.${source.code}.value`]: '47',
    });
    expect(short.text).toMatch(new RegExp(`<a href="#used\\.${source.code}\\.value">[^<]*Chỉ còn 46 kg`));
  });
});
