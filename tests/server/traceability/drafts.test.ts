import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../server/catalog/products.ts';
import { findDraft, keepDraft, listDrafts } from '../../../server/traceability/drafts.ts';
import { formKey } from '../../support/app.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aPhoto } from '../media/pictures.ts';
import { aBatchOf, now, refusal, someGoods, today } from './makers.ts';

const { people, signedIn } = useBrowsers();
let product: Product;
let agent: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  product = await someGoods(people().household.actor);
  agent = await signedIn((commune) => commune.household);
});

const register = () => `/lo/moi?hang=${product.id}`;
const setAside = async (fields: Record<string, string>, photo?: Buffer) => {
  const page = await agent.get(register());
  const action = /formaction="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
  const request = agent.post(action).field('_key', formKey(page.text)).field(fields);
  return photo ? request.attach('photo', photo, 'lo.jpg') : request;
};
const actor = () => people().household.actor;

describe('a batch’s form that is set aside', () => {
  it('takes what is no batch yet, lists it, and fills it in again with its photo', async () => {
    const fields = { productId: product.id, 'quantity.value': 'bốn <b>', note: 'Mới nửa chừng' };
    const answer = await setAside(fields, await aPhoto(400, 300));
    expect(answer.headers.location).toBe('/lo');
    const list = (await agent.get('/lo')).text;
    expect(list).toContain('Đang ghi dở');
    expect(list).toContain(`href="/lo/moi?hang&#x3D;${product.id}"`);
    const form = (await agent.get(register())).text;
    expect(form).toContain('value="bốn &lt;b&gt;"');
    expect(form).toContain('Mới nửa chừng');
    expect(form).toMatch(/<img class="thumbs__photo" src="\/anh\//);
    expect(form).toContain('Ghi tiếp bản nháp');
    expect((await findDraft(actor(), register(), noon))?.fields).not.toHaveProperty('_key');
  });

  it('is nobody else’s, not even of the cooperative that acts for the household', async () => {
    const chair = await signedIn((commune) => commune.cooperative);
    expect((await chair.get('/lo')).text).not.toContain('Đang ghi dở');
    expect((await chair.get(register())).text).not.toContain('Mới nửa chừng');
  });

  it('keeps the photo when it is set aside again without one, and takes it along when it is sent', async () => {
    await setAside({ 'quantity.value': '45', note: '' });
    const draft = await findDraft(actor(), register(), noon);
    expect(draft?.photoIds).toHaveLength(1);
    const expiresOn = '2027-11-16';
    const batch = {
      productId: product.id,
      'quantity.value': '45',
      'quantity.unit': 'kg',
      producedOn: today,
      expiresOn,
    };
    const sent = await fillIn(agent, register(), batch);
    const code = sent.headers.location?.slice('/lo/'.length) ?? '';
    expect((await now(code)).photoId).toBe(draft?.photoIds[0]);
    expect(await findDraft(actor(), register(), noon)).toBeNull();
    expect((await agent.get('/lo')).text).not.toContain('Đang ghi dở');
  });

  it('is refused only for a photo that is none', async () => {
    expect((await setAside({ note: 'x' }, Buffer.from('no photo'))).status).toBe(415);
    expect(await listDrafts(actor(), noon)).toEqual([]);
  });
});

describe('a step’s form that is set aside', () => {
  it('comes back with what was typed, and goes when it is thrown away', async () => {
    const { code } = await aBatchOf(actor(), product);
    const path = `/lo/${code}/buoc?stage=sun-drying`;
    const aside = `/lo/${code}/buoc/nhap?stage=sun-drying`;
    expect((await fillIn(agent, path, { 'm.moisture': 'mười', occurredOn: '' }, aside)).headers.location).toBe('/lo');
    expect((await agent.get(path)).text).toContain('value="mười"');
    const list = (await agent.get('/lo')).text;
    expect(list).toContain(`Phơi nắng · ${code}`);
    await fillIn(agent, '/lo', { form: path }, '/lo/nhap/bo');
    expect((await agent.get('/lo')).text).not.toContain('Đang ghi dở');
    expect((await now(code)).events).toEqual([]);
  });
});

describe('drafts', () => {
  const of = (form: string) => ({ form, title: { vi: 'x', en: 'x' }, sellerId: product.sellerId, mostPhotos: 1 });

  it('are gone after 30 days, and fifty at most', async () => {
    const stranger = people().stranger.actor;
    const sent = { fields: { note: 'ố'.repeat(5000), _key: 'k', list: ['1'] }, photos: [] };
    for (let n = 0; n < 50; n += 1) await keepDraft(stranger, of(`/lo/${n}`), sent, noon);
    expect((await refusal(keepDraft(stranger, of('/lo/one-more'), sent, noon))).code).toBe('too-many-drafts');
    await keepDraft(stranger, of('/lo/1'), sent, noon);
    expect((await findDraft(stranger, '/lo/1', noon))?.fields).toEqual({ note: 'ố'.repeat(2000) });
    const later = new Date(noon.getTime() + 31 * 86_400_000);
    expect(await findDraft(stranger, '/lo/1', later)).toBeNull();
    expect(await listDrafts(stranger, later)).toEqual([]);
  });
});
