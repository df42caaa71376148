import { beforeAll, describe, expect, it } from 'vitest';
import { addProduct, type Product } from '../../../server/catalog/products.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { changeShelfLife } from '../../../server/catalog/shelf-life.ts';
import { listBatches } from '../../../server/traceability/batches.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, goods, someGoods } from './makers.ts';

const { browser, people, signedIn } = useBrowsers();

let product: Product;
let agent: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  product = await someGoods(people().household.actor);
  agent = await signedIn((commune) => commune.household);
});

const newest = async () => {
  const [batch] = await listBatches(people().household.actor, { limit: 1 });
  if (!batch) throw new Error('no batch');
  return batch;
};
const registration = () => ({
  productId: product.id,
  'quantity.value': '12,5',
  'quantity.unit': 'kg',
  producedOn: '2026-11-16',
  expiresOn: '2027-11-16',
});

describe('/lo', () => {
  it('asks strangers to sign in', async () => {
    const answer = await browser().get('/lo');
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/dang-nhap?next=%2Flo');
  });

  it('says what to do while there is nothing, and lists what there is', async () => {
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get('/lo')).text).toContain('Chưa có lô hàng nào');
    const { code } = await aBatchOf(people().household.actor, product);
    expect((await agent.get('/lo')).text).toContain(`href="/lo/${code}"`);
    expect((await stranger.get('/lo')).text).not.toContain(code);
    const officer = await signedIn((commune) => commune.officer);
    const { text } = await officer.get('/lo?lang=en');
    expect(text).toContain(code);
    expect(text).not.toContain('href="/lo/moi"');
  });
});

describe('/lo/moi', () => {
  it('goes straight to the form when there is one product, else lets choose', async () => {
    expect((await agent.get('/lo/moi')).headers.location).toBe(`/lo/moi?hang=${product.id}`);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get('/lo/moi')).text).toContain('/hang-cua-toi/moi');
    await addProduct(people().stranger.actor, { ...goods(), name: 'Một' }, noon);
    await addProduct(people().stranger.actor, { ...goods('tho-cam'), name: 'Hai' }, noon);
    expect((await stranger.get('/lo/moi')).text).toMatch(/Lô mới của mặt hàng nào\?[^]*Hai[^]*Một/);
  });

  it('knows only own products', async () => {
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get(`/lo/moi?hang=${product.id}`)).status).toBe(404);
    const officer = await signedIn((commune) => commune.officer);
    expect((await officer.get(`/lo/moi?hang=${product.id}`)).status).toBe(403);
  });

  it('asks what 1.250 means, with a button for each reading, and keeps the rest whichever is pressed', async () => {
    const path = `/lo/moi?hang=${product.id}`;
    const asked = await fillIn(agent, path, { ...registration(), 'quantity.value': '1.250', note: 'ruộng trên' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('1250 hay 1,25');
    expect(asked.text).toContain('name="_answer" value="quantity.value&#x3D;1250"');
    expect(asked.text).toContain('name="_answer" value="quantity.value&#x3D;1,25"');
    const fields = { ...registration(), 'quantity.value': '1.250', note: 'ruộng trên' };
    const answered = await fillIn(agent, path, { ...fields, _answer: 'quantity.value=1250' });
    // No photo came with it that would have to be chosen again, so the answer is taken with all that was typed.
    expect(answered.status).toBe(303);
    const page = (await agent.get(String(answered.headers.location))).text;
    expect(page).toMatch(/1\.?250\skg/);
    expect(page).toContain('ruộng trên');
  });

  it('comes back filled in, each mistake named and linked', async () => {
    const path = `/lo/moi?hang=${product.id}`;
    const answer = await fillIn(agent, path, {
      ...registration(),
      'quantity.value': 'nhiều',
      producedOn: '',
      note: 'Giữ lại',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#quantity.value">');
    expect(answer.text).toMatch(/<a href="#producedOn">[^<]*Mục này cần điền/);
    expect(answer.text).toContain('value="nhiều"');
    // The mistakes stand before everything else, "Như lần trước" too, and have the focus.
    const [before = ''] = answer.text.split('class="error-summary"');
    expect(before).not.toMatch(/<h1|<form class="form"|Ghi như lần trước/);
    expect(answer.text).toMatch(/class="error-summary" role="alert"[^>]* tabindex="-1" autofocus/);
    expect(answer.text.match(/ autofocus/g)).toHaveLength(1);
    expect(answer.text).toContain('Giữ lại');
  });

  it('says at its field what only the house knows', async () => {
    const path = `/lo/moi?hang=${product.id}`;
    const future = await fillIn(agent, path, { ...registration(), producedOn: '2026-12-24' });
    expect(future.status).toBe(422);
    expect(future.text).toMatch(/<a href="#producedOn">[^<]*Ngày này chưa tới/);
    await aBatchOf(people().household.actor, product, { lot: 'LOT-A' });
    const taken = await fillIn(agent, path, { ...registration(), lot: 'LOT-A' });
    expect(taken.status).toBe(409);
    expect(taken.text).toMatch(/<a href="#lot">[^<]*Mặt hàng này đã có lô LOT-A/);
  });

  it('asks for the last day of food, and takes the word that none is written only where the law lets it', async () => {
    const { expiresOn: _none, ...undated } = registration();
    const path = `/lo/moi?hang=${product.id}`;
    expect((await agent.get(path)).text).toMatch(/name="expiresOn"[^>]* required/);
    const none: Record<string, string>[] = [{}, { noExpiry: 'yes' }];
    for (const more of none) {
      const refused = await fillIn(agent, path, { ...undated, ...more });
      expect(refused.status).toBe(422);
      expect(refused.text).toMatch(/<a href="#expiresOn">[^<]*Thực phẩm phải ghi hạn sử dụng/);
    }
    const cloth = await addProduct(people().household.actor, goods('tho-cam'), noon);
    const woven = { ...undated, productId: cloth.id, 'quantity.unit': 'cái', 'quantity.value': '3' };
    const ofCloth = `/lo/moi?hang=${cloth.id}`;
    expect((await agent.get(ofCloth)).text).not.toContain('name="expiresOn"');
    expect((await fillIn(agent, ofCloth, woven)).status).toBe(303);
    // An officer says that dyed cloth of the commune keeps its colour for two years: the law still asks for no day.
    const usual = { days: 730, source: 'Tổ dệt', asOf: '2026-11-01' };
    await changeShelfLife(people().officer.actor, getProfile('tho-cam'), usual, noon);
    expect((await fillIn(agent, ofCloth, woven)).text).toContain('hoặc chọn “không ghi hạn sử dụng”');
    expect((await fillIn(agent, ofCloth, { ...woven, noExpiry: 'yes' })).status).toBe(303);
    expect((await newest()).expiresOn).toBeNull();
    await changeShelfLife(people().officer.actor, getProfile('tho-cam'), { ...usual, days: undefined }, noon);
  });

  it('registers with a photo, once however often it is sent, and offers the same next time', async () => {
    const path = `/lo/moi?hang=${product.id}`;
    const key = formKey((await agent.get(path)).text);
    const photo = await aPhoto(320, 240);
    const send = () =>
      agent
        .post(path)
        .field({ _key: key, ...registration() })
        .attach('photo', photo, { filename: 'a.jpg', contentType: 'image/jpeg' });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(second.headers.location).toBe(first.headers.location);
    const batch = await newest();
    expect(first.headers.location).toBe(`/lo/${batch.code}`);
    expect(batch).toMatchObject({ quantity: { value: 12.5, unit: 'kg' }, photoId: expect.any(String) });
    const again = await agent.get(path);
    expect(again.text).toContain('Ghi như lần trước');
    expect(again.text).toMatch(/name="quantity\.value"[^>]*value="12,5"/);
  });
});

describe('/lo/{code}', () => {
  it('explains an unknown code, and hides what is somebody else’s', async () => {
    expect((await agent.get('/lo/ZZZZZZZC')).status).toBe(404);
    const { code } = await aBatchOf(people().household.actor, product);
    const stranger = await signedIn((commune) => commune.stranger);
    expect((await stranger.get(`/lo/${code}`)).status).toBe(404);
  });

  it('offers the next step as the big button, and to staff the recall', async () => {
    const { actor } = people().household;
    const { code } = await aBatchOf(actor, product);
    await recordEvent(actor, code, { stage: 'cutting', occurredAt: noon }, noon);
    const own = await agent.get(`/lo/${code}`);
    expect(own.text).toContain('Ghi bước tiếp: Phơi nắng');
    expect(own.text).not.toContain('thu-hoi');
    const officer = await (await signedIn((commune) => commune.officer)).get(`/lo/${code}`);
    expect(officer.text).toContain(`/lo/${code}/thu-hoi`);
    expect(officer.text).not.toContain('/buoc');
    const cooperative = await (await signedIn((commune) => commune.cooperative)).get(`/lo/${code}?lang=en`);
    expect(cooperative.text).toContain('Next step: Sun-drying');
  });
});
