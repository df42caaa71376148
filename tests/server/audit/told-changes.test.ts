import { beforeAll, describe, expect, it } from 'vitest';
import { changeProduct, listProducts, type Product } from '../../../server/catalog/products.ts';
import { changesToldBy, endOfNumber, tellChange } from '../../../server/told-changes.ts';
import { formKey, testApp } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune, type Commune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';

useDatabase();

const { browser, program } = testApp();
let commune: Commune;

beforeAll(async () => {
  commune = await aCommune();
  await onSale(commune.household.actor, 5);
});

const book = async (who: 'household' | 'cooperative' | 'officer' | 'stranger', query = '') =>
  (await program(commune[who].token).get(`/nhat-ky.csv${query}`).expect(200)).text;

async function sendForm(who: 'household' | 'officer', path: string, fields: object): Promise<void> {
  const agent = browser().set('Cookie', `session=${commune[who].token}`);
  const { text } = await agent.get(path).expect(200);
  await agent
    .post(path)
    .type('form')
    .send({ _key: formKey(text), ...fields })
    .expect(303);
}

describe('a change', () => {
  it('of fees is told with what they were, to whom the seller is theirs', async () => {
    await sendForm('household', '/phi-gui-hang', { commune: '10000', province: '30000', country: '45000' });
    await sendForm('household', '/phi-gui-hang', { commune: '10000', province: '35000', country: '45000' });
    for (const who of ['household', 'cooperative', 'officer'] as const) {
      const told = await book(who);
      expect(told).toMatch(/Phí gửi trong tỉnh: 0\s₫ → 30\.000\s₫/);
      expect(told).toMatch(/Phí gửi trong tỉnh: 30\.000\s₫ → 35\.000\s₫/);
      expect(told.match(/Phí gửi trong xã/g)).toHaveLength(1);
    }
    expect(await book('stranger')).not.toContain('Phí gửi');
    const { text } = await program(commune.officer.token).get('/nhat-ky').expect(200);
    expect(text).toMatch(/Phí gửi trong tỉnh: 30\.000\s₫ → 35\.000\s₫/);
  });

  it('of a setting is told, and nothing where it stayed as it was', async () => {
    const usual = { commune: 'XÃ BÌNH LƯ', place: 'Bình Lư', recipients: 'Lưu: VT.', signature: 'CHỦ TỊCH' };
    await sendForm('officer', '/bao-cao/cai-dat', { ...usual, signer: 'Lò Văn A' });
    const told = await book('officer');
    expect(told).toContain('Người ký: chưa có → Lò Văn A');
    expect(told).not.toContain('Tên xã ở đầu báo cáo');
    expect(await book('household')).not.toContain('Lò Văn A');
  });

  it('of a price names its pack, what it was and what it is', async () => {
    const { actor } = commune.household;
    const products = await listProducts({ sellerIds: [commune.sellers.household.id] });
    const { id, packs } = products[0] as Product;
    const dearer = packs.map((pack) => ({ ...pack, priceVnd: pack.priceVnd + 5000 }));
    await changeProduct(actor, id, { packs: dearer }, noon);
    const told = packs.map(({ name, priceVnd: from }) => ({
      what: 'price',
      of: name,
      from,
      to: from + 5000,
      as: 'money',
    }));
    expect(told.length).toBeGreaterThan(0);
    expect(changesToldBy(actor)).toEqual(told);
  });

  it('is told of its own request alone, and of a number no more than its end', () => {
    const [one, other] = [{ ...commune.officer.actor }, { ...commune.officer.actor }];
    tellChange(one, { what: 'months', from: 36, to: 24 }, { what: 'name', from: 'A', to: 'A' });
    expect(changesToldBy(one)).toEqual([{ what: 'months', from: 36, to: 24 }]);
    expect(changesToldBy(other)).toEqual([]);
    expect(endOfNumber('19036521479012')).toBe('…9012');
  });
});
