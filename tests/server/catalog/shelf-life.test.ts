import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { getProfile } from '../../../server/catalog/profiles.ts';
import { changeShelfLife, shelfLifeOf } from '../../../server/catalog/shelf-life.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, refusal, someGoods } from '../traceability/makers.ts';

const { people, signedIn, browser } = useBrowsers();
const noodles = getProfile('mien-dong');
const wanted = { days: 365, source: 'Theo dõi của hợp tác xã', asOf: '2026-11-10' };

let farmer: Actor;
beforeAll(() => {
  farmer = people().household.actor;
});

describe('the usual shelf life of a kind', () => {
  it('is for the officer to set, within reason', async () => {
    expect(await refusal(changeShelfLife(farmer, noodles, wanted, noon))).toMatchObject({ code: 'officers-only' });
    const { actor } = people().officer;
    for (const days of [0, 3651]) {
      const wrong = await refusal(changeShelfLife(actor, noodles, { ...wanted, days }, noon));
      expect(wrong).toMatchObject({ code: 'limit-mistaken', pointers: ['/days'] });
    }
    expect(await shelfLifeOf(noodles)).toBeNull();
  });

  it('gives batches from then on their last day, unless their producer says another; earlier ones keep theirs', async () => {
    const product = await someGoods(farmer);
    expect((await aBatchOf(farmer, product)).expiresOn).toBeNull();
    const officer = await signedIn((commune) => commune.officer);
    const household = await signedIn((commune) => commune.household);
    const path = '/gioi-han/mien-dong/han-su-dung';
    expect((await household.get(path)).status).toBe(403);
    expect((await fillIn(officer, path, { ...wanted, days: '365' })).headers.location).toBe('/gioi-han');
    expect(await shelfLifeOf(noodles)).toEqual(wanted);
    expect((await aBatchOf(farmer, product)).expiresOn).toBe('2027-11-16');
    expect((await aBatchOf(farmer, product, { expiresOn: '2027-01-01' })).expiresOn).toBe('2027-01-01');
    expect((await officer.get('/gioi-han')).text).toContain('365 ngày (Theo dõi của hợp tác xã)');
    expect((await browser().get('/loai-hang/mien-dong')).text).toMatch(/365 ngày \(Theo dõi[^)]*10\/11\/2026\)/);
    const other = await someGoods(farmer, 'mat-ong');
    expect((await household.get(`/lo/moi?hang=${other.id}`)).text).toMatch(/name="expiresOn"[^>]*value=""/);
    const fresh = await someGoods(farmer);
    expect((await household.get(`/lo/moi?hang=${fresh.id}`)).text).toMatch(/name="expiresOn"[^>]*value="2027-11-16"/);
    expect((await fillIn(officer, path, { ...wanted, days: '' })).status).toBe(303);
    expect(await shelfLifeOf(noodles)).toBeNull();
  });
});
