import { beforeAll, expect, it } from 'vitest';
import { addCertificate } from '../../../server/catalog/certificates.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { addProduct } from '../../../server/catalog/products.ts';
import { channels } from '../../../server/channels.ts';
import { toDoFor } from '../../../server/desk/to-do.ts';
import type { Batch } from '../../../server/traceability/batches.ts';
import { noon } from '../../support/services.ts';
import { type Agent, fillIn, useBrowsers } from '../identity/browsers.ts';
import { aRun } from '../labels/makers.ts';
import { aBatchOf, goods } from '../traceability/makers.ts';

const { people, signedIn, browser, clock } = useBrowsers();

// 36 months from 17 November 2023: its last day is 16 November 2026, in Vietnam.
const last = new Date('2026-11-16T23:59:59.999+07:00');
const ended = new Date('2026-11-17T00:00:00+07:00');
/** What tells of the certificate: its number, its stars in words, signs and data. */
const marks = /OCOP-4S|OCOP 4 (sao|stars)|★★★★|"stars":4|"ratingValue":4/;

let product: Product;
let batch: Batch;
let household: Agent;
let run: string;
let dossier: string;
beforeAll(async () => {
  const { actor } = people().household;
  product = await addProduct(actor, goods(), noon);
  batch = await aBatchOf(actor, product);
  const paper = { kind: 'ocop', number: 'OCOP-4S', issuer: 'UBND tỉnh', stars: 4, issuedOn: '2023-11-17' } as const;
  await addCertificate(actor, { productId: product.id }, paper, noon);
  household = await signedIn((commune) => commune.household);
  run = (await aRun(actor, batch.code, 1)).id;
  const wanted = { productId: product.id, registration: 'existing', setId: 'qd-26-2026' };
  dossier = String((await fillIn(household, '/ho-so-ocop/moi', wanted)).headers.location);
});

type Place = [place: string, shows: boolean, look: () => Promise<string | null>];

const kitFor = (name: string): Place => [
  `the kit for ${name}`,
  true,
  async () => (await household.get(`/hang-cua-toi/${product.id}/bo-ban/${name}`)).text,
];

/** Every place that shows stars, and places that people may look for them at; `null`: it answers nothing of the kind. */
const places: readonly Place[] = [
  ['the passport', true, async () => (await browser().get(`/t/${batch.code}`)).text],
  [
    'the passport in English',
    true,
    async () => (await browser().get(`/t/${batch.code}`).set('Accept-Language', 'en')).text,
  ],
  [
    'the passport as JSON',
    true,
    async () => (await browser().get(`/t/${batch.code}`).set('Accept', 'application/json')).text,
  ],
  ['the history for programs', false, async () => (await browser().get(`/t/${batch.code}/epcis`)).text],
  ['the dossier', true, async () => (await household.get(dossier)).text],
  ...channels.map(kitFor),
  [
    'labels printed once more',
    true,
    async () => {
      const { status } = await household.get(`/api/v1/label-runs/${run}/sheet.html`);
      return status === 200 ? 'OCOP 4 sao' : null;
    },
  ],
  ['the product’s page', false, async () => (await browser().get(`/san-pham/${product.slug}`)).text],
  ['the seller’s page', false, async () => (await browser().get(`/ho/${people().sellers.household.slug}`)).text],
  ['the market', false, async () => (await browser().get('/')).text],
  ['the posts', false, async () => (await household.get(`/hang-cua-toi/${product.id}/bai-dang`)).text],
  ['the catalogue for programs', false, async () => (await browser().get(`/api/v1/products/${product.id}`)).text],
];

it.each(places)('stars are gone from %s with the last day of the certificate', async (_, shows, look) => {
  clock.now = last;
  expect(marks.test((await look()) ?? '')).toBe(shows);
  clock.now = ended;
  const after = await look();
  if (after !== null) expect(after.length).toBeGreaterThan(100);
  expect(marks.exec(after ?? '')?.[0]).toBeUndefined();
});

it('what a seller holds as such gives its goods no stars on other channels', async () => {
  const { actor } = people().household;
  const paper = { kind: 'ocop', number: 'OCOP-5S', issuer: 'UBND tỉnh', stars: 5, issuedOn: '2026-01-01' } as const;
  await addCertificate(actor, { sellerId: actor.sellerId ?? '' }, paper, noon);
  clock.now = ended;
  for (const name of channels)
    expect((await household.get(`/hang-cua-toi/${product.id}/bo-ban/${name}`)).text, name).not.toContain('OCOP 5');
});

it('renewal is told six months ahead, to who works on it, and leads to a new dossier of these goods', async () => {
  const { actor } = people().household;
  const told = async (day: string) =>
    (await toDoFor(actor, new Date(`${day}T12:00:00+07:00`))).filter(({ key }) => /ocop|certificates/.test(key));
  expect(await told('2026-05-15')).toEqual([]);
  expect(await told('2026-05-16')).toEqual([{ key: 'ocop-ending', count: 1, url: '/ho-so-ocop' }]);
  clock.now = last;
  expect((await household.get('/ban-lam-viec')).text).toContain('Giấy OCOP sắp hoặc đã hết hạn');
  const page = (await household.get('/ho-so-ocop')).text;
  expect(page).toContain('hết hạn sau ngày 16/11/2026');
  expect(page).toContain(`/ho-so-ocop/moi?hang=${product.id}`.replace('=', '&#x3D;'));
});
