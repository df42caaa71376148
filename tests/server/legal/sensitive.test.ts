import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordConsent } from '../../../server/catalog/consents.ts';
import { showStory } from '../../../server/catalog/stories.ts';
import { StoryModel } from '../../../server/catalog/story.ts';
import { addStoryPhoto, sightOfPhoto } from '../../../server/catalog/story-photos.ts';
import { addHousehold, getSeller } from '../../../server/identity/sellers.ts';
import { readPlatform } from '../../../server/legal/modes.ts';
import { refuseSensitive, sensitiveChoice } from '../../../server/legal/sensitive.ts';
import { platformNow, refusesSensitive, setPlatform } from '../../../server/platform.ts';
import { addPlot, changePlot, ownPlot, ownPosition } from '../../../server/plots/plots.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { visitors } from '../storefront/visitors.ts';

useDatabase();
const { browser, browserOf, commune } = visitors();
const address = { line: 'Bản Nà Đa', commune: 'Bình Lư', province: 'Lai Châu' };
const consent = {
  person: 'Lò Thị Én',
  showsName: true,
  showsFace: false,
  way: 'in-person' as const,
  givenOn: '2026-11-15',
};
const bytes = readFileSync('tests/support/noodles.jpg');
const position = { latitude: 22.31234, longitude: 103.62345 };
const plot = {
  use: 'growing' as const,
  name: 'Ruộng trên',
  area: 500,
  growingAreaCode: null,
  altitude: null,
  hives: null,
};
const me = () => commune().household.actor;
const owner = () => ({ sellerId: commune().sellers.household.id });
const refuse = (isRefused: boolean) => refuseSensitive(commune().officer.actor, isRefused, noon);
let faces: string[] = [];
let plotId = '';

beforeAll(async () => {
  faces = [await recordConsent(me(), owner(), { ...consent, showsFace: true, people: 'Thái' }, { at: noon })];
  await addStoryPhoto(me(), owner(), { bytes, caption: null, faces }, noon);
  await addStoryPhoto(me(), owner(), { bytes, caption: null, faces: [] }, noon);
  const { version } = await StoryModel.findOne(owner()).lean().orFail();
  const text = { told: { vi: 'Nhà làm miến từ lâu.' }, craftVillage: null, motif: null, clipUrl: null };
  await showStory(me(), owner(), { text, version }, noon);
  plotId = await addPlot(me(), owner().sellerId, { ...plot, position }, { at: noon });
});
afterEach(() => setPlatform({ mode: null, operator: null }));

/** Whatever takes sensitive data: each is refused while none are taken, and taken otherwise. */
const taking: Record<string, () => Promise<unknown>> = {
  'a consent to show a face': () => recordConsent(me(), owner(), { ...consent, showsFace: true }, { at: noon }),
  'the people of a named person': () => recordConsent(me(), owner(), { ...consent, people: 'Thái' }, { at: noon }),
  'a photo with a face': () => addStoryPhoto(me(), owner(), { bytes, caption: null, faces }, noon),
  'the exact place of new land': () => addPlot(me(), owner().sellerId, { ...plot, position }, { at: noon }),
  'the exact place of known land': () => changePlot(me(), plotId, { ...plot, position }),
  'the people of a household': () =>
    addHousehold(
      { name: 'Hộ mới', village: 'Nà Đa', address, people: 'Mông', cooperativeId: commune().sellers.ours.id },
      noon,
    ),
};

/** Whatever shows them: what is seen of each. */
const showing: Record<string, () => Promise<boolean>> = {
  'a face on the page of a household': async () => {
    const { photos } = await StoryModel.findOne(owner()).lean().orFail();
    const face = photos.find((one) => one.faces.length > 0)?.imageId ?? 'none';
    const { slug } = commune().sellers.household;
    return (await browser().get(`/ho/${slug}`).expect(200)).text.includes(face);
  },
  'a face by its address': async () => {
    const { photos } = await StoryModel.findOne(owner()).lean().orFail();
    return (await sightOfPhoto(photos.find((one) => one.faces.length > 0)?.imageId ?? '', null)) === 'everybody';
  },
  'the people of a household': async () => (await getSeller(owner().sellerId)).people !== null,
  'the people of who made it, on the page': async () =>
    (await browser().get(`/ho/${commune().sellers.household.slug}`)).text.includes('Thái'),
  'the exact place to its owner': async () => (await ownPosition(me(), plotId)) !== null,
  'that an exact place is known': async () => (await ownPlot(me(), plotId)).hasPosition,
  'the exact place on the form of land': async () =>
    (await browserOf(commune().household).get(`/thua-dat/${plotId}`)).text.includes('22.31234'),
};

describe('without sensitive data', () => {
  it.each(Object.entries(taking))('%s is refused, and taken again when allowed', async (_what, take) => {
    await refuse(true);
    await expect(take()).rejects.toMatchObject({ mistakes: [{ code: 'no-sensitive-data' }] });
    await refuse(false);
    await expect(take()).resolves.not.toThrow();
  });

  it.each(Object.entries(showing))('%s is hidden at once, and shown again when allowed', async (_what, isShown) => {
    await refuse(false);
    expect(await isShown()).toBe(true);
    await refuse(true);
    expect(await isShown()).toBe(false);
    await refuse(false);
    expect(await isShown()).toBe(true);
  });

  it('what is not sensitive goes on: land without its place, a photo without faces; the hidden place stays', async () => {
    await refuse(true);
    await changePlot(me(), plotId, { ...plot, area: 600, position: null });
    await addStoryPhoto(me(), owner(), { bytes, caption: null, faces: [] }, noon);
    await refuse(false);
    expect(await ownPosition(me(), plotId)).toEqual(position);
  });

  it('is what the page of personal data says', async () => {
    const says = async () => (await browser().get('/phap-ly/du-lieu-ca-nhan')).text;
    expect(await says()).toContain('chỉ nhận khi người đó đồng ý riêng');
    await refuse(true);
    expect(await says()).toContain('không nhận và không hiện dữ liệu nhạy cảm');
  });

  it('is the officer’s to choose with a PIN, on a page that keeps who did; other processes read it', async () => {
    await expect(refuseSensitive(me(), true, noon)).rejects.toMatchObject({ code: 'not-for-your-role' });
    const stale = { ...commune().officer.actor, freshAt: new Date(0) };
    await expect(refuseSensitive(stale, true, noon)).rejects.toMatchObject({ code: 'pin-needed' });
    const agent = browserOf(commune().officer);
    const page = await agent.get('/du-lieu-nhay-cam').expect(200);
    const send = () =>
      agent
        .post('/du-lieu-nhay-cam')
        .type('form')
        .send({ _key: formKey(page.text), choice: 'refused' });
    expect((await send()).status).toBe(303);
    expect(refusesSensitive()).toBe(true);
    setPlatform({ ...platformNow(), refusesSensitive: false });
    await readPlatform({ production: false, platformMode: null }, noon);
    expect(refusesSensitive()).toBe(true);
    expect((await sensitiveChoice()).history.at(-1)).toMatchObject({
      by: commune().officer.actor.name,
      isRefused: true,
    });
  });
});
