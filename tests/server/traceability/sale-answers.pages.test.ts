import { describe, expect, it } from 'vitest';
import { addProduct } from '../../../server/catalog/products.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { goods, now, stocked } from './makers.ts';

const { people, signedIn } = useBrowsers();

describe('/lo/{code}/cho-ban', () => {
  it('is where the officer answers for a batch outside a limit, with a reason', async () => {
    const farmer = people().household.actor;
    const honey = await addProduct(farmer, goods('mat-ong'), noon);
    const { code } = await stocked(farmer, honey, 3);
    const measurements = [{ key: 'water', value: 25, unit: '%' }];
    await recordEvent(farmer, code, { stage: 'settling', occurredAt: noon, measurements }, noon);
    const officer = await signedIn((commune) => commune.officer);
    const path = `/lo/${code}/cho-ban`;
    expect((await officer.get(`/lo/${code}`)).text).toContain(path);
    expect((await officer.get(path)).text).toContain('Lô này có kết quả ngoài giới hạn');
    expect((await fillIn(officer, path, { reason: '' })).status).toBe(422);
    const sent = await fillIn(officer, path, { reason: 'Đã lọc lại' });
    expect([sent.status, sent.headers.location]).toEqual([303, `/lo/${code}`]);
    expect(await now(code)).toMatchObject({ gate: 'open', chain: { ok: true } });
    expect((await officer.get(path)).text).toContain('Lô này đang được bán');
  });
});
