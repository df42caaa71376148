import { beforeAll, describe, expect, it } from 'vitest';
import { endpointsOf } from '../../server/rooms.ts';
import { testApp } from '../support/app.ts';
import { useDatabase } from '../support/database.ts';
import { testServices } from '../support/services.ts';
import { aCommune } from './identity/makers.ts';

useDatabase();
const { program } = testApp();

let commune: Awaited<ReturnType<typeof aCommune>>;
beforeAll(async () => {
  commune = await aCommune();
});

const nobody = '0'.repeat(24);
const withBody = endpointsOf(testServices()).filter(({ body }) => body !== undefined);
const tokenFor = (who: 'anyone' | readonly string[]): string | undefined =>
  who === 'anyone' ? undefined : commune[who[0] as 'household' | 'cooperative' | 'officer'].token;

describe('a body in another media type than JSON', () => {
  it('is tried on every route that takes one, PATCH too', () => {
    expect(withBody.length).toBeGreaterThan(15);
    expect(withBody.some(({ method }) => method === 'patch')).toBe(true);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'name=x'],
    ['text/plain', '{"name":"x"}'],
    ['application/xml', '<name>x</name>'],
  ])('is 415 everywhere: %s', async (type, body) => {
    const others: string[] = [];
    for (const { method, path, who } of withBody) {
      const address = `/api/v1${path.replaceAll(/\{\w+\}/g, nobody)}`;
      const answer = await program(tokenFor(who))[method](address).set('Content-Type', type).send(body);
      if (answer.status !== 415 || answer.body.type?.endsWith('body-not-json') !== true)
        others.push(`${method} ${path}: ${answer.status}`);
    }
    expect(others).toEqual([]);
  });
});

describe('types in JSON', () => {
  const goods = (pack: object) => ({
    name: 'Miến dong',
    kind: 'mien-dong',
    packs: [{ name: 'Gói', netQuantity: { value: 0.5, unit: 'kg' }, priceVnd: 60_000, ...pack }],
  });

  it.each([
    ['a price as text', goods({ priceVnd: '60000' }), '/packs/0/priceVnd'],
    ['a quantity as text', goods({ netQuantity: { value: '0.5', unit: 'kg' } }), '/packs/0/netQuantity/value'],
    ['a number with its unit', goods({ netQuantity: { value: '0,5 kg', unit: 'kg' } }), '/packs/0/netQuantity/value'],
    ['a name as a number', { ...goods({}), name: 7 }, '/name'],
    ['an unknown member', { ...goods({}), price: 1 }, '/price'],
  ])('are strict: %s is 422 at its place', async (_what, body, pointer) => {
    const answer = await program(commune.household.token).post('/api/v1/products').send(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});
