import { beforeAll, describe, expect, it } from 'vitest';
import { ownPosition, plotsOfSeller } from '../../../server/plots/plots.ts';
import { formKey, noon, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { someGoods } from '../traceability/makers.ts';

useDatabase();
const market = testApp();
const { browser, program } = market;
let commune: Commune;
let goods: Awaited<ReturnType<typeof someGoods>>;
const as = (token: string) => {
  const agent = browser();
  agent.set('Authorization', `Bearer ${token}`);
  return agent;
};
const secret = { latitude: 22.331234, longitude: 103.610587 };
const typed = { use: 'growing', name: 'Ruộng Nà Đon', area: '3', areaUnit: 'sao', growingAreaCode: 'vn-lcor - 0012' };

async function send(token: string, path: string, fields: object) {
  const agent = as(token);
  const page = await agent.get(path.replace(/\/bo$/, ''));
  return agent
    .post(path)
    .type('form')
    .send({ _key: formKey(page.text), ...fields });
}

const add = (fields: object = {}, token = commune.household.token) =>
  send(token, '/thua-dat/moi', {
    ...typed,
    altitude: '760',
    position: '22,331234; 103,610587',
    agree: 'yes',
    ...fields,
  });
const ownedPlots = () => plotsOfSeller(commune.household.actor.sellerId ?? '');
const idOf = async (name: string) => (await ownedPlots()).find((plot) => plot.name === name)?.id ?? '';

beforeAll(async () => {
  commune = await aCommune();
  goods = await someGoods(commune.household.actor);
  expect((await add()).status).toBe(303);
});

describe('a plot', () => {
  it('is kept as it was typed: 3 sào are 1,080 m², the code in capitals', async () => {
    expect(await ownedPlots()).toEqual([
      expect.objectContaining({
        name: 'Ruộng Nà Đon',
        area: 1080,
        growingAreaCode: 'VN-LCOR-0012',
        altitude: 760,
        hasPosition: true,
      }),
    ]);
    const { text } = await as(commune.household.token).get('/thua-dat');
    expect(text).toContain('1.080');
  });

  it.each([
    ['position', { position: '48.85, 2.35' }],
    ['position', { position: 'Nà Đon' }],
    ['area', { area: '1.250' }],
    ['area', { area: '0' }],
    ['altitude', { altitude: '9000' }],
    ['growingAreaCode', { growingAreaCode: 'vùng một' }],
    ['hives', { hives: '-1' }],
    ['name', { name: '' }],
  ])('is asked about its %s again: %o', async (field, fields) => {
    const { status, text } = await add(fields);
    expect([status, text.includes(`id="${field}-mistake"`)]).toEqual([422, true]);
  });

  it('is shown to its household and cooperative with its position, and to nobody else at all', async () => {
    const id = await idOf('Ruộng Nà Đon');
    const answers = await Promise.all(
      [commune.household, commune.cooperative, commune.neighbour, commune.officer].map(async ({ token }) => {
        const { status, text } = await as(token).get(`/thua-dat/${id}`);
        return [status, text.includes('22.331234')];
      }),
    );
    expect(answers).toEqual([
      [200, true],
      [200, true],
      [404, false],
      [403, false],
    ]);
    await expect(ownPosition(commune.neighbour.actor, id)).rejects.toThrow();
  });

  it('is offered where a step asks for it, and alone it is the answer', async () => {
    const { body: batch } = await program(commune.household.token)
      .post('/api/v1/batches')
      .send({
        productId: goods.id,
        quantity: { value: 5, unit: 'kg' },
        producedOn: '2026-11-15',
        expiresOn: '2027-11-15',
      });
    const { text } = await as(commune.household.token).get(`/lo/${batch.code}/buoc?stage=planting`);
    expect(text).toMatch(/name="m\.plot"[^>]*value="Ruộng Nà Đon · VN-LCOR-0012"[^>]*list="m\.plot-known"/);
    const { body } = await program(commune.household.token).get('/api/v1/notebook');
    expect(body.products[0].known).toEqual({ plot: ['Ruộng Nà Đon · VN-LCOR-0012'] });
    await program(commune.household.token)
      .post(`/api/v1/batches/${batch.code}/events`)
      .send({
        stage: 'planting',
        occurredAt: noon.toISOString(),
        measurements: [{ key: 'plot', value: 'Ruộng Nà Đon · VN-LCOR-0012', unit: '' }],
      })
      .expect(201);
    await everywhereElse(batch.code);
  });

  // Position and name go different ways: the name is what a step says, the position leaves through `ownPosition` alone.
  async function everywhereElse(code: string): Promise<void> {
    const { household, cooperative, officer } = commune;
    const looks: [token: string | undefined, path: string][] = [
      [undefined, `/t/${code}`],
      [undefined, `/t/${code}/epcis`],
      [undefined, `/t/${code}.json`],
      [undefined, '/api/v1/products'],
      [undefined, `/api/v1/batches/${code}/provenance`],
      [household.token, '/thua-dat'],
      [household.token, '/api/v1/notebook'],
      [household.token, `/api/v1/batches/${code}`],
      [cooperative.token, '/thua-dat'],
      [officer.token, `/lo/${code}`],
      [officer.token, `/lo/${code}/nguon-goc`],
    ];
    for (const [token, path] of looks) {
      const { text } = token ? await as(token).get(path) : await browser().get(path);
      expect([path, /331234|610587|331.?23/.test(text)]).toEqual([path, false]);
    }
    expect(JSON.stringify(await ownedPlots())).not.toMatch(new RegExp(`${secret.latitude}|${secret.longitude}`));
  }

  it('is changed and forgotten, its position with it', async () => {
    await add({ name: 'Đồi ong', use: 'hives', hives: '24' });
    const id = await idOf('Đồi ong');
    const changed = await send(commune.household.token, `/thua-dat/${id}`, {
      ...typed,
      name: 'Đồi ong',
      use: 'hives',
      hives: '30',
    });
    expect(changed.status).toBe(303);
    expect((await ownedPlots()).find((plot) => plot.id === id)).toMatchObject({ hives: 30, hasPosition: false });
    expect((await send(commune.household.token, `/thua-dat/${id}/bo`, {})).status).toBe(303);
    expect(await idOf('Đồi ong')).toBe('');
  });
});
