import { describe, expect, it } from 'vitest';
import { addProduct } from '../../../server/catalog/products.ts';
import { recordEvent } from '../../../server/traceability/events.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, goods, now, stocked } from './makers.ts';

const { people, signedIn } = useBrowsers();

describe('/hang-cua-toi/{id}/kiem-nghiem', () => {
  it('says after the switch which batches stay on sale untested, and holds them when that is the answer', async () => {
    const farmer = people().household.actor;
    const honey = await addProduct(farmer, goods('mat-ong', 1), noon);
    const [untested, tested, unpacked] = [
      await stocked(farmer, honey, 19, { lot: 'CHUA-KIEM' }),
      await stocked(farmer, honey, 3, { lot: 'DA-KIEM' }),
      await aBatchOf(farmer, honey, { lot: 'CHUA-DONG' }),
    ];
    const measurements = [
      { key: 'water', value: 18, unit: '%' },
      { key: 'report', value: 'KN-1', unit: '' },
    ];
    await recordEvent(farmer, tested.code, { stage: 'inspection', occurredAt: noon, measurements }, noon);
    const household = await signedIn((commune) => commune.household);
    const own = `/hang-cua-toi/${honey.id}`;
    expect((await household.get(`${own}/kiem-nghiem`)).text).toContain('chưa đòi kiểm nghiệm trước khi bán');
    const [pack] = honey.packs;
    const form = {
      name: honey.name,
      inspection: 'yes',
      'packs.0.id': pack?.id ?? '',
      'packs.0.name': pack?.name ?? '',
      'packs.0.netQuantity.value': '500',
      'packs.0.netQuantity.unit': pack?.netQuantity.unit ?? '',
      'packs.0.priceVnd': '60000',
    };
    const switched = await fillIn(household, `${own}/sua`, form);
    expect([switched.status, switched.headers.location]).toEqual([303, `${own}/kiem-nghiem`]);
    const page = (await household.get(`${own}/kiem-nghiem`)).text;
    expect(page).toMatch(/2 lô làm từ trước[^]*CHUA-DONG[^]*chưa đóng gói[^]*CHUA-KIEM[^]*còn 19 gói/);
    expect(page).not.toContain('DA-KIEM');
    expect((await fillIn(household, `${own}/kiem-nghiem`, {})).status).toBe(422);
    expect((await fillIn(household, `${own}/kiem-nghiem`, { earlier: 'sell' })).status).toBe(303);
    expect((await now(untested.code)).gate).toBe('open');
    expect((await fillIn(household, `${own}/kiem-nghiem`, { earlier: 'hold' })).headers.location).toBe(own);
    expect(await now(untested.code)).toMatchObject({ gate: 'waiting', chain: { ok: true } });
    expect([(await now(tested.code)).gate, (await now(unpacked.code)).gate]).toEqual(['open', 'waiting']);
    expect((await household.get(`${own}/kiem-nghiem`)).text).toContain('Không có lô nào từ trước');
    expect((await household.get(own)).text).toContain(`${own}/kiem-nghiem`);
    // Saved once more with the switch as it is, there is nothing to ask.
    expect((await fillIn(household, `${own}/sua`, form)).headers.location).toBe(own);
    expect((await (await signedIn((commune) => commune.stranger)).get(`${own}/kiem-nghiem`)).status).toBe(404);
  });
});

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
