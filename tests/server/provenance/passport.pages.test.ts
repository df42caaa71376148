import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { changeProduct } from '../../../server/catalog/products.ts';
import { recallBatch } from '../../../server/traceability/batches.ts';
import { testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aThread, serialOf } from './makers.ts';
import { faultsOfThing, thingsIn } from './structured-data.ts';

useDatabase();
const market = testApp();
const scan = (path: string) => market.browser().get(path);

describe('a batch that is not in order', () => {
  it('says first that it was recalled, why, and what to do', async () => {
    const { batch, chair } = await aThread();
    const words = { reason: { vi: 'Có mốc', en: 'Mould' }, advice: { vi: 'Mang trả nơi mua', en: 'Bring it back' } };
    await recallBatch(chair, batch.code, words, noon);
    for (const path of [`/t/${batch.code}`, `/t/${batch.code}/${serialOf(batch.code)}`]) {
      const { text } = await scan(path);
      expect(text).toContain('lô này đã bị thu hồi');
      expect(text).toContain('Có mốc');
      expect(text).toContain('Mang trả nơi mua');
      expect(text).not.toContain('Hàng thật');
    }
    const { body } = await market.program().get(`/t/${batch.code}?lang=en`);
    expect(body.verdict.kind).toBe('recalled');
    expect(body.recall.reason.en).toBe('Mould');
  });

  it('says that it has expired from the day after its last', async () => {
    const { batch } = await aThread({ expiresOn: '2026-11-16' });
    expect((await scan(`/t/${batch.code}`)).text).toContain('Hàng thật');
    market.clock.now = new Date('2026-11-16T17:00:00Z');
    expect((await scan(`/t/${batch.code}`)).text).toContain('đã hết hạn ngày 16/11/2026');
    market.clock.now = noon;
  });

  it('is not called genuine when somebody changed its history behind our back', async () => {
    const { batch } = await aThread();
    await mongoose.connection
      .collection('batches')
      .updateOne({ code: batch.code }, { $set: { 'events.0.place': 'Nơi khác' } });
    const { text } = await scan(`/t/${batch.code}`);
    expect(text).toContain('không xác minh được');
    expect(text).not.toContain('Hàng thật');
  });
});

describe('what people wrote', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</script><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '{{constructor}} javascript:alert(1)',
    '</title><svg onload=alert(1)>',
  ])('stays text, in the page, its head and its data: %s', async (written) => {
    const { batch } = await aThread({ note: written, name: written });
    const { text } = await scan(`/t/${batch.code}`);
    const [block = '', data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? [];
    expect(text.replace(block, '')).not.toMatch(/<script(?! type="module")|<img src=x|<svg onload|'alert/);
    expect((JSON.parse(data) as { name: string }).name).toBe(written);
  });
});

describe('what search engines are told', () => {
  it('is a valid product, on the page of the lot, of a unit and of the goods', async () => {
    const { batch, product } = await aThread({ gtin: '09506000134352' });
    const unsold = await aThread({ name: 'Miến chưa bán' });
    await changeProduct(unsold.farmer, unsold.product.id, { packs: [] }, noon);
    const pages = [`/t/${batch.code}`, `/t/${batch.code}/${serialOf(batch.code)}`, `/san-pham/${product.slug}`];
    for (const path of [...pages, `/t/${unsold.batch.code}`, `/san-pham/${unsold.product.slug}`]) {
      const things = thingsIn((await scan(path)).text);
      expect([path, things.map((one) => one['@type'])]).toEqual([path, ['Product']]);
      for (const one of things) expect([path, faultsOfThing(one)]).toEqual([path, []]);
    }
    const [told] = thingsIn((await scan(`/t/${batch.code}`)).text);
    expect(told).toMatchObject({
      gtin14: '09506000134352',
      hasDigitalProductPassport: `${market.services.config.publicUrl}/t/${batch.code}`,
      identifier: { propertyID: 'batch', value: batch.lot },
    });
  });
});
