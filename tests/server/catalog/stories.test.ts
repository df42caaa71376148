import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { readClip } from '../../../server/catalog/clip.ts';
import { recordConsent, type WantedConsent, withdrawConsent } from '../../../server/catalog/consents.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { hideStory, ownStory, saveStory, showStory, storiesFor } from '../../../server/catalog/stories.ts';
import { addStoryPhoto, readStoryPhoto, removeStoryPhoto } from '../../../server/catalog/story-photos.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aPhoto } from '../media/pictures.ts';
import { aFarmer, refusal, someGoods } from '../traceability/makers.ts';

useDatabase();
let farmer: Actor;
let stranger: Actor;
let product: Product;
let photo: Buffer;
beforeAll(async () => {
  [farmer, stranger, photo] = [await aFarmer(), await aFarmer(), await aPhoto(400, 300)];
});

const told = (vi: string, more: { clipUrl?: string; en?: string } = {}) => ({
  told: { vi, en: more.en ?? '' },
  craftVillage: null,
  motif: null,
  clipUrl: more.clipUrl ?? null,
});
const aConsent = (more: Partial<WantedConsent> = {}): WantedConsent => ({
  person: 'Lò Thị Én',
  showsName: true,
  showsFace: true,
  way: 'in-person',
  givenOn: '2026-11-15',
  ...more,
});
const at = { at: noon };
const publicly = async () => (await storiesFor({ productId: product.id, sellerId: product.sellerId })).product;
const owner = () => ({ productId: product.id });

describe('the story of a product', () => {
  beforeAll(async () => {
    product = await someGoods(farmer);
  });

  it('is nobody else’s to read or write before it is shown', async () => {
    const text = told('Của người khác');
    expect((await refusal(ownStory(stranger, owner()))).code).toBe('product-not-found');
    expect((await refusal(saveStory(stranger, owner(), { text, version: 0 }, noon))).code).toBe('product-not-found');
    expect((await refusal(recordConsent(stranger, owner(), aConsent(), at))).code).toBe('product-not-found');
  });

  it('stays unseen as a draft, is seen once shown, and stays as it was shown while a draft is written', async () => {
    await saveStory(farmer, owner(), { text: told('Nháp'), version: 0 }, noon);
    expect(await publicly()).toBeNull();
    await showStory(farmer, owner(), { text: told('Nhà tôi làm miến.'), version: 1 }, noon);
    await saveStory(farmer, owner(), { text: told('Bản đang sửa'), version: 2 }, noon);
    expect((await publicly())?.told).toEqual({ vi: 'Nhà tôi làm miến.', en: '' });
    expect((await ownStory(farmer, owner())).draft?.told.vi).toBe('Bản đang sửa');
  });

  it('is changed by one of two who wrote over the same version', async () => {
    const { version } = await ownStory(farmer, owner());
    const both = await Promise.allSettled(
      ['một', 'hai'].map((vi) => saveStory(farmer, owner(), { text: told(vi), version }, noon)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot be shown empty, nor with a clip from anywhere else', async () => {
    const { version } = await ownStory(farmer, owner());
    const show = (text: ReturnType<typeof told>) => refusal(showStory(farmer, owner(), { text, version }, noon));
    expect(await show(told(''))).toMatchObject({ code: 'story-mistaken', pointers: ['/told'] });
    expect(await show(told('Có phim', { clipUrl: 'https://youtube.com.example/x' }))).toMatchObject({
      pointers: ['/clipUrl'],
    });
  });

  it('leaves every page when it is taken down, and is a draft again', async () => {
    await hideStory(farmer, owner());
    await hideStory(farmer, owner());
    expect(await publicly()).toBeNull();
    expect((await ownStory(farmer, owner())).draft).not.toBeNull();
  });
});

describe('names and faces', () => {
  let consent: string;
  beforeAll(async () => {
    product = await someGoods(farmer);
    await showStory(farmer, owner(), { text: told('Én và chị em dệt ở bản.'), version: 0 }, noon);
  });

  it('need a consent that says for what, given by today', async () => {
    const record = (wanted: WantedConsent) => refusal(recordConsent(farmer, owner(), wanted, at));
    expect((await record(aConsent({ showsName: false, showsFace: false }))).pointers).toEqual(['/showsName']);
    expect((await record(aConsent({ givenOn: '2026-11-17' }))).pointers).toEqual(['/givenOn']);
    const faces = ['nobody-agreed'];
    const add = addStoryPhoto(farmer, owner(), { bytes: photo, caption: null, faces }, noon);
    expect((await refusal(add)).code).toBe('photo-without-consent');
  });

  it('are shown while the consent stands; the same submission is one consent', async () => {
    const submission = { at: noon, requestId: 'abc123' };
    consent = await recordConsent(farmer, owner(), aConsent({ task: 'dệt', people: 'Thái' }), submission);
    await recordConsent(farmer, owner(), aConsent({ task: 'dệt', people: 'Thái' }), submission);
    await addStoryPhoto(farmer, owner(), { bytes: photo, caption: null, faces: [consent] }, noon);
    const story = await publicly();
    expect(story?.people).toEqual([{ name: 'Lò Thị Én', task: 'dệt', people: 'Thái' }]);
    expect(story?.photos).toHaveLength(1);
  });

  it('do not travel with what the consent was not given for', async () => {
    const faceOnly = await recordConsent(farmer, owner(), aConsent({ person: 'Vàng A Páo', showsName: false }), at);
    expect((await publicly())?.people.map(({ name }) => name)).toEqual(['Lò Thị Én']);
    const nameOnly = await recordConsent(farmer, owner(), aConsent({ person: 'Tao Thị Mỉ', showsFace: false }), at);
    const add = (faces: string[]) => addStoryPhoto(farmer, owner(), { bytes: photo, caption: null, faces }, noon);
    expect((await refusal(add([faceOnly, nameOnly]))).code).toBe('photo-without-consent');
  });

  it('are gone at once when it is taken back: name, photo and its bytes; what is written down stays', async () => {
    const [seen] = (await publicly())?.photos ?? [];
    expect((await refusal(withdrawConsent(stranger, owner(), consent, noon))).code).toBe('product-not-found');
    await withdrawConsent(farmer, owner(), consent, noon);
    await withdrawConsent(farmer, owner(), consent, new Date(noon.getTime() + 60_000));
    const story = await publicly();
    expect(JSON.stringify(story)).not.toContain('Lò Thị Én');
    expect(story?.photos).toEqual([]);
    expect(await readStoryPhoto(seen?.id ?? '', 1280)).toBeNull();
    const [kept] = (await ownStory(farmer, owner())).consents;
    expect(kept).toMatchObject({ person: 'Lò Thị Én', withdrawnAt: noon, withdrawnBy: farmer.name });
  });

  it('hold the whole text back when it names who took the consent back, until it is reworded', async () => {
    const show = async (vi: string) => {
      const { version } = await ownStory(farmer, owner());
      await showStory(farmer, owner(), { text: told(vi), version }, noon);
    };
    expect(await refusal(show('Chị LÒ THỊ EN, người dệt'))).toMatchObject({ pointers: ['/told'] });
    await show('Bà Sùng Thị Mai thêu hoa.');
    const her = await recordConsent(farmer, owner(), aConsent({ person: 'Sùng Thị Mai', showsFace: false }), at);
    expect(await publicly()).not.toBeNull();
    await withdrawConsent(farmer, owner(), her, noon);
    expect(await publicly()).toBeNull();
    await recordConsent(farmer, owner(), aConsent({ person: 'Sùng Thị Mai', showsFace: false }), at);
    expect((await publicly())?.told.vi).toBe('Bà Sùng Thị Mai thêu hoa.');
  });
});

describe('the photos of a story', () => {
  beforeAll(async () => {
    product = await someGoods(farmer);
  });

  it('are six at most, also when many arrive at once, and leave with their bytes', async () => {
    const add = () => addStoryPhoto(farmer, owner(), { bytes: photo, caption: null, faces: [] }, noon);
    await Promise.allSettled(Array.from({ length: 8 }, add));
    const { photos } = await ownStory(farmer, owner());
    expect(photos).toHaveLength(6);
    const [first] = photos;
    await removeStoryPhoto(farmer, owner(), first?.imageId ?? '');
    expect((await ownStory(farmer, owner())).photos).toHaveLength(5);
    expect(await readStoryPhoto(first?.imageId ?? '', 1280)).toBeNull();
  });
});

describe('readClip', () => {
  it.each([
    ['https://www.youtube.com/watch?v=abc', 'youtube'],
    ['https://youtu.be/abc', 'youtube'],
    ['https://vt.tiktok.com/ZS1/', 'tiktok'],
    ['https://www.facebook.com/reel/1', 'facebook'],
    ['https://fb.watch/x/', 'facebook'],
  ])('takes %s', (url, site) => expect(readClip(url)).toEqual({ url, site }));

  it.each([
    'http://youtube.com/watch?v=a',
    'https://youtube.com@evil.example/',
    'https://youtube.com.evil.example/',
    'https://youtube.com:8443/',
    'https://www.youtube.com/redirect?q=https://evil.example',
    'https://l.facebook.com/l.php?u=https://evil.example',
    'https://www.facebook.com/l.php?u=https://evil.example',
    'https://evil.example/?youtube.com',
    'javascript:alert(1)//youtube.com',
    'https://уoutube.com/',
  ])('refuses %s', (url) => expect(readClip(url)).toBeNull());
});
