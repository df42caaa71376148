import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { showStory } from '../../../server/catalog/stories.ts';
import { StoryModel } from '../../../server/catalog/story.ts';
import { addStoryPhoto, sightOfPhoto } from '../../../server/catalog/story-photos.ts';
import { namedSources, namingAnswersOf } from '../../../server/identity/seller-naming.ts';
import { phoneAnswersOf } from '../../../server/identity/seller-phone.ts';
import { PlotModel } from '../../../server/plots/plot.ts';
import { ownPosition, plotsOfSeller } from '../../../server/plots/plots.ts';
import { emptyBlock } from '../../../server/visits/block.ts';
import { ownVisit } from '../../../server/visits/own-visits.ts';
import { putBlock } from '../../../server/visits/visit-blocks.ts';
import { sightOfVisitPhoto } from '../../../server/visits/visits.ts';
import { formKey, noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { visitors as useVisitors } from '../storefront/visitors.ts';
import { aPhotoOn, aVisit, facts, shown, versionOf } from '../visits/makers.ts';

useDatabase();
const { browser, browserOf, commune } = useVisitors();
const me = () => commune().household.actor;
const id = () => commune().sellers.household.id;
const owner = () => ({ sellerId: id() });
const agent = () => browserOf(commune().household);

const send = async (page: string, fields: object, to = page, by = agent()) => {
  const _key = formKey((await by.get(page).expect(200)).text);
  await by
    .post(to)
    .type('form')
    .send({ _key, ...fields })
    .expect(303);
};

const story = () => StoryModel.findOne(owner()).lean().orFail();
const lastPerson = async () => (await story()).consents.at(-1);
const page = async () => (await browser().get(`/ho/${commune().sellers.household.slug}`).expect(200)).text;
const people = () => `/gian-hang/${id()}/chuyen/nguoi`;
const withdrawPerson = async () =>
  send(people(), { one: (await lastPerson())?.id }, `/gian-hang/${id()}/chuyen/nguoi/rut`);
const person = { person: 'Lò Thị Én', way: 'in-person', givenOn: '2026-11-15' };
const plotOf = async () => (await plotsOfSeller(id()))[0]?.id ?? '';
const land = { use: 'growing', name: 'Ruộng trên', area: '5', areaUnit: 'm2' };

const desk = () => browserOf(commune().officer);
let visit = '';
const visitors = () => `/trang-tham/${visit}/nguoi`;
const onVisit = async () => (await ownVisit(commune().officer.actor, visit)).record;
const lastOnVisit = async () => (await onVisit()).consents.at(-1);
const withdrawOnVisit = async () => send(visitors(), { one: (await lastOnVisit())?.id }, `${visitors()}/rut`, desk());

interface Consent {
  /** Who asks for it; its own household where nothing is said. */
  by?: typeof desk;
  form: () => string;
  give: () => Promise<unknown>;
  isShown: () => Promise<boolean>;
  withdraw: () => Promise<unknown>;
  /** what is kept of it: the words that were agreed to */
  words: () => Promise<string | undefined>;
}

/** Everything that rests on somebody's consent. */
const consents: Record<string, Consent> = {
  'a phone that buyers see': {
    form: () => '/so-dien-thoai',
    give: () => send('/so-dien-thoai', { phone: '0977 555 444', agree: 'yes' }),
    isShown: async () => (await page()).includes('0977 555 444'),
    withdraw: () => send('/so-dien-thoai', {}),
    words: async () => (await phoneAnswersOf(id())).find(({ isShown }) => isShown)?.agreed?.words,
  },
  'being named as where goods came from': {
    form: () => '/ten-trong-hang',
    give: () => send('/ten-trong-hang', { agree: 'yes' }),
    isShown: async () => (await namedSources([id()])).has(id()),
    withdraw: () => send('/ten-trong-hang', {}),
    words: async () => (await namingAnswersOf(id())).find(({ isNamed }) => isNamed)?.agreed?.words,
  },
  'a name in a story': {
    form: people,
    give: () => send(people(), { ...person, showsName: 'yes' }),
    isShown: async () => (await page()).includes(person.person),
    withdraw: withdrawPerson,
    words: async () => (await lastPerson())?.agreed?.words,
  },
  'a face in a story': {
    form: people,
    give: async () => {
      await send(people(), { ...person, showsFace: 'yes' });
      const faces = [(await lastPerson())?.id ?? ''];
      await addStoryPhoto(
        me(),
        owner(),
        { bytes: readFileSync('tests/support/noodles.jpg'), caption: null, faces },
        noon,
      );
    },
    isShown: async () => {
      const { photos } = await story();
      const seen = await Promise.all(photos.map(({ imageId }) => sightOfPhoto(imageId, null)));
      return seen.includes('everybody');
    },
    withdraw: withdrawPerson,
    words: async () => (await lastPerson())?.agreed?.words,
  },
  'a phone that visitors call': {
    by: desk,
    form: visitors,
    give: () => send(visitors(), { ...person, showsPhone: 'yes', phone: '0977 555 333' }, visitors(), desk()),
    isShown: async () => {
      const { slug } = await onVisit();
      return (await browser().get(`/tham/${slug}`).expect(200)).text.includes('0977 555 333');
    },
    withdraw: withdrawOnVisit,
    words: async () => (await lastOnVisit())?.agreed?.words,
  },
  'a face on a page for visitors': {
    by: desk,
    form: visitors,
    give: async () => {
      await send(visitors(), { ...person, showsFace: 'yes' }, visitors(), desk());
      const photo = await aPhotoOn(commune().officer.actor, visit, [(await lastOnVisit())?.id ?? '']);
      const block = { ...emptyBlock('photo'), photoIds: [photo] };
      const over = await versionOf(commune().officer.actor, visit);
      await putBlock(commune().officer.actor, over, { block, instead: null }, noon);
      await shown(commune().officer.actor, visit);
    },
    isShown: async () => {
      const { photos } = await onVisit();
      const seen = await Promise.all(photos.map(({ imageId }) => sightOfVisitPhoto(imageId, null)));
      return seen.includes('everybody');
    },
    withdraw: withdrawOnVisit,
    words: async () => (await lastOnVisit())?.agreed?.words,
  },
  'the exact place of land': {
    form: () => '/thua-dat/moi',
    give: () => send('/thua-dat/moi', { ...land, position: '22,331234; 103,610587', agree: 'yes' }),
    isShown: async () => {
      const plot = await plotOf();
      return plot !== '' && (await ownPosition(me(), plot)) !== null;
    },
    withdraw: async () => send(`/thua-dat/${await plotOf()}`, { ...land, position: '' }),
    words: async () => (await PlotModel.findOne(owner()).lean())?.placeAgreed?.words,
  },
};

beforeAll(async () => {
  const text = { told: { vi: 'Nhà làm miến từ lâu.' }, craftVillage: null, motif: null, clipUrl: null };
  await showStory(me(), owner(), { text, version: 0 }, noon);
  visit = await aVisit(commune().officer.actor, facts('Bản có người'));
  await shown(commune().officer.actor, visit);
});

describe.each(Object.entries(consents))('%s', (_what, { form, give, isShown, withdraw, words, by = agent }) => {
  it('is shown from the moment of the consent, which is kept with its words, until it is taken back', async () => {
    expect(await isShown()).toBe(false);
    await give();
    expect(await isShown()).toBe(true);
    expect((await words())?.length).toBeGreaterThan(5);
    await withdraw();
    expect(await isShown()).toBe(false);
  });

  it('is asked for with no box ticked beforehand, before it was given and while it stands', async () => {
    const ticked = async (path: string) =>
      ((await by().get(path).expect(200)).text.match(/<input[^>]*type="checkbox"[^>]*>/g) ?? []).filter((box) =>
        box.includes('checked'),
      );
    expect(await ticked(form())).toEqual([]);
    await give();
    expect(await ticked(form())).toEqual([]);
    await withdraw();
  });
});

it('keeps no phone of a consent that was taken back', async () => {
  await send(visitors(), { ...person, showsPhone: 'yes', phone: '0977 555 222' }, visitors(), desk());
  expect(JSON.stringify(await onVisit())).toContain('+84977555222');
  await withdrawOnVisit();
  expect(JSON.stringify(await onVisit())).not.toContain('+84977555222');
});

it('takes no exact place without the consent, and asks no second time for the one that is known', async () => {
  const fields = { ...land, position: '22,331234; 103,610587' };
  const sent = async (path: string, more: object) => {
    const _key = formKey((await agent().get(path)).text);
    return await agent()
      .post(path)
      .type('form')
      .send({ _key, ...fields, ...more });
  };
  expect((await sent('/thua-dat/moi', { name: 'Ruộng dưới' })).status).toBe(422);
  expect((await sent('/thua-dat/moi', { name: 'Ruộng dưới', agree: 'yes' })).status).toBe(303);
  const plot = (await plotsOfSeller(id())).find(({ name }) => name === 'Ruộng dưới')?.id ?? '';
  expect((await sent(`/thua-dat/${plot}`, { name: 'Ruộng dưới', area: '7' })).status).toBe(303);
  expect((await sent(`/thua-dat/${plot}`, { position: '22,4; 103,6' })).status).toBe(422);
  expect((await PlotModel.findById(plot).lean())?.placeAgreed).toMatchObject({ by: me().name, language: 'vi' });
});
