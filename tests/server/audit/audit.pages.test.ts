import type { Router } from 'express';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginEntry } from '../../../server/audit/entries.ts';
import { EntryModel } from '../../../server/audit/entry.ts';
import { deedKey, isTold } from '../../../server/audit/told.ts';
import { factsNamed } from '../../../server/http/messages.ts';
import { endpointsOf, filesOf, pagesOf } from '../../../server/rooms.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { routesIn } from '../../support/routes.ts';
import { noon } from '../../support/services.ts';
import { readXlsx } from '../../support/xlsx.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';

useDatabase();

const { browser, program, services } = testApp();
let commune: Commune;
let batch: string;

beforeAll(async () => {
  commune = await aCommune();
  batch = (await onSale(commune.household.actor, 5)).batch.code;
});

const signedIn = (who: keyof Omit<Commune, 'sellers'>) => {
  const agent = browser();
  agent.set('Authorization', `Bearer ${commune[who].token}`);
  return agent;
};
const page = async (who: keyof Omit<Commune, 'sellers'>, query = '') =>
  (await signedIn(who).get(`/nhat-ky${query}`).expect(200)).text;
const count = () => EntryModel.countDocuments();

const isChange = (route: string) => isTold(route.split(' ')[0] ?? '', '/');
const changesOf = (router: Router): string[] => routesIn(router).filter(isChange);

describe('every change of the house', () => {
  const pages = pagesOf(services).flatMap(changesOf);
  const endpoints = endpointsOf(services)
    .filter(({ method }) => method !== 'get')
    .map(({ method, path }) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  const files = filesOf(services)
    .flatMap(changesOf)
    .map((route) => route.replace(' ', ' /api/v1'));
  const all = [...pages, ...endpoints, ...files];
  const told = all.filter((route) => isTold(...(route.split(' ') as [string, string])));

  it('has a sentence of its own, or is named among those that nobody asks for', () => {
    expect(told.length).toBeGreaterThan(120);
    expect(told.filter((route) => factsNamed(deedKey(route)) === null)).toEqual([]);
  });

  it('names no fact that is somebody’s secret or where a buyer lives', () => {
    const facts = new Set(told.flatMap((route) => factsNamed(deedKey(route)) ?? []));
    expect([...facts].filter((name) => /pin|code|secret|password|phone|address|buyer|key/i.test(name))).toEqual([]);
  });
});

describe('what a signed-in person changes', () => {
  it('is told with its person, its thing and what was said, by page and by program', async () => {
    const [reason, advice] = ['Vỡ bao bì', 'Không dùng'];
    await program(commune.cooperative.token)
      .post(`/api/v1/batches/${batch}/recall`)
      .send({ reason, advice })
      .expect(201);
    await program(commune.officer.token).post(`/api/v1/batches/${batch}/recall/lifting`).send({ reason: 'Đã xem' });
    const text = await page('officer');
    expect(text).toContain(`Thu hồi lô: ${reason}`);
    expect(text).toContain('Gỡ thu hồi lô: Đã xem');
    expect(text).toContain(`/nhat-ky?ve&#x3D;${batch}`);
    expect(text.indexOf('Gỡ thu hồi lô')).toBeLessThan(text.indexOf('Thu hồi lô: '));
    expect(await EntryModel.findOne({ things: batch }).lean()).toMatchObject({ doneAt: noon });
  });

  it('is not told when it was refused, or had been done before', async () => {
    const before = await count();
    await program(commune.household.token)
      .post(`/api/v1/batches/${batch}/recall`)
      .send({ reason: 'x', advice: 'y' })
      .expect(403);
    expect(await count()).toBe(before);
    const send = () =>
      program(commune.cooperative.token)
        .post(`/api/v1/batches/${batch}/recall`)
        .set('Idempotency-Key', 'recall-once-0123456789')
        .send({ reason: { vi: 'Một lần' }, advice: 'y' })
        .expect(201);
    await send();
    await send();
    expect(await count()).toBe(before + 1);
    expect(await page('officer')).toContain('Thu hồi lô: Một lần');
  });

  it('stays as begun, and says so, when nobody knows how far it came', async () => {
    await beginEntry(commune.officer.actor, 'POST /cai-dat-xa', noon);
    expect(await page('officer')).toMatch(/POST \/cai-dat-xa[\s\S]{0,80}Không rõ đã xong chưa/);
  });
});

describe('the list of changes', () => {
  it('shows a household its own, a cooperative its members’, an officer everybody’s', async () => {
    expect(await page('household')).not.toContain('Thu hồi lô');
    expect(await page('stranger')).not.toContain('Thu hồi lô');
    expect(await page('cooperative')).toContain('Thu hồi lô');
    expect(await page('cooperative')).not.toContain('POST /cai-dat-xa');
    await browser().get('/nhat-ky').expect(303);
  });

  it('of a thing of one’s own tells whoever changed it, and nobody else of it', async () => {
    const own = await page('household', `?ve=${batch}`);
    for (const said of ['Thu hồi lô: Vỡ bao bì', 'Gỡ thu hồi lô: Đã xem']) expect(own).toContain(said);
    for (const who of ['neighbour', 'stranger'] as const)
      expect(await page(who, `?ve=${batch}`)).not.toContain('Thu hồi');
    for (const thing of ['DH00000000', '0'.repeat(24), 'C1'])
      expect(await page('stranger', `?ve=${thing}`)).toContain('Chưa có');
  });

  it('shows of an id that nothing is called by only its end, and has it whole in the file', async () => {
    const { accountId, name } = commune.officer.actor;
    const id = 'abcdefabcdefabcdef012345';
    const made = {
      accountId,
      name,
      role: 'officer' as const,
      sellerId: null,
      path: 'POST /x',
      route: 'POST /lo/moi',
      said: {},
      doneAt: noon,
    };
    await EntryModel.create({ ...made, _id: `${noon.toISOString()}-id`, at: noon, things: [id] });
    expect(await page('officer', `?ve=${id}`)).toMatch(/>\s*…012345\s*</);
    expect((await signedIn('officer').get(`/nhat-ky.csv?ve=${id}`)).text).toContain(id);
    await EntryModel.deleteOne({ things: id });
  });

  it('is found without marks by a code, by goods, by a person, and narrowed to days and roles', async () => {
    const officer = (query: string) => page('officer', query);
    expect(await officer(`?q=${batch.toLowerCase()}`)).toContain('Thu hồi lô');
    expect(await officer('?q=lo+thi+doi')).toContain('Thu hồi lô');
    expect(await officer('?q=khong+co+ai')).toContain('Chưa có thay đổi nào như vậy');
    expect(await officer('?vai=officer')).not.toContain('Thu hồi lô: Vỡ');
    expect(await officer('?tu=2026-11-16&den=2026-11-16')).toContain('Thu hồi lô');
    expect(await officer('?den=2026-11-15')).not.toContain('Thu hồi lô');
    await signedIn('officer').get('/nhat-ky?tu=31/02/2026').expect(422);
  });

  it('turns over page by page, forth and back, by its address', async () => {
    const { accountId, name } = commune.stranger.actor;
    const entry = { accountId, name, role: 'household', sellerId: commune.sellers.stranger.id, path: 'POST /lo/moi' };
    const ids = Array.from({ length: 120 }, (_, n) => new Date(noon.getTime() - n * 1000).toISOString());
    const made = { ...entry, route: 'POST /lo/moi', things: [], said: {}, doneAt: noon };
    await EntryModel.insertMany(ids.map((id) => ({ ...made, _id: id, at: new Date(id) })));
    const seen: string[] = [];
    let url: string | undefined = '/nhat-ky';
    let back: string | undefined;
    while (url) {
      const { text } = await signedIn('stranger').get(url).expect(200);
      seen.push(...[...text.matchAll(/<td class="number">([^<]+)/g)].map(([, at = '']) => at));
      back = hrefOf(text, 'prev');
      url = hrefOf(text, 'next');
    }
    expect(seen).toHaveLength(120);
    const second = await signedIn('stranger')
      .get(back ?? '')
      .expect(200);
    expect(hrefOf((await signedIn('stranger').get(hrefOf(second.text, 'prev') ?? '')).text, 'prev')).toBeUndefined();
  });

  it('goes to a spreadsheet whole, its codes as text', async () => {
    const csv = await signedIn('stranger').get('/nhat-ky.csv').expect(200);
    expect(csv.text.trim().split('\r\n')).toHaveLength(121);
    const xlsx = await signedIn('officer').get(`/nhat-ky.xlsx?ve=${batch}`).responseType('blob').expect(200);
    const [headings, line] = readXlsx(xlsx.body).rows;
    expect(headings).toHaveLength(7);
    expect(line?.[5]).toEqual({ text: batch, format: '@' });
  });
});

const hrefOf = (text: string, rel: string): string | undefined =>
  new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
