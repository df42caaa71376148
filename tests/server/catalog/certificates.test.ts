import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { ocopUntil, stateOf } from '../../../server/catalog/certificate.ts';
import {
  addCertificate,
  certificatesFor,
  removeCertificate,
  type WantedCertificate,
} from '../../../server/catalog/certificates.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { refusal, someGoods, today } from '../traceability/makers.ts';

const { people, signedIn } = useBrowsers();

let farmer: Actor;
let product: Product;

beforeAll(async () => {
  farmer = people().household.actor;
  product = await someGoods(farmer);
});

const ocop = (more: Partial<WantedCertificate> = {}): WantedCertificate => ({
  kind: 'ocop',
  number: 'OCOP-12/2025',
  issuer: 'UBND tỉnh Lai Châu',
  stars: 3,
  issuedOn: '2025-03-01',
  ...more,
});

describe('an OCOP certificate', () => {
  it.each([
    ['2025-03-01', '2028-02-29'],
    ['2024-02-29', '2027-02-28'],
    ['2026-12-31', '2029-12-30'],
  ])('issued on %s counts until %s, 36 months', (issued, until) => {
    expect(ocopUntil(issued)).toBe(until);
  });

  it.each([
    ['2026-11-15', 'expired'],
    ['2026-11-16', 'expiring'],
    ['2027-01-15', 'expiring'],
    ['2027-01-16', 'valid'],
  ])('that ends on %s is %s today', (validUntil, state) => {
    expect(stateOf({ validUntil }, today)).toBe(state);
  });
});

describe('addCertificate', () => {
  it('is for who acts for the seller', async () => {
    const owner = { productId: product.id };
    expect(await refusal(addCertificate(people().stranger.actor, owner, ocop(), noon))).toMatchObject({
      kind: 'missing',
    });
    expect(await refusal(addCertificate(people().officer.actor, owner, ocop(), noon))).toMatchObject({
      code: 'not-yours',
    });
  });

  it.each<[string, Partial<WantedCertificate>, string]>([
    ['OCOP without stars', { stars: undefined }, '/stars'],
    ['a day that has not come', { issuedOn: '2026-11-17' }, '/issuedOn'],
    ['another kind without an end', { kind: 'vietgap' }, '/validUntil'],
    ['an end before the beginning', { validUntil: '2025-02-01' }, '/validUntil'],
    ['OCOP for longer than 36 months', { validUntil: '2028-03-01' }, '/validUntil'],
  ])('refuses %s', async (_what, more, pointer) => {
    expect(await refusal(addCertificate(farmer, { productId: product.id }, ocop(more), noon))).toMatchObject({
      code: 'certificate-mistaken',
      pointers: [pointer],
    });
  });

  it('shows the public what still counts, the product’s first', async () => {
    const goods = await someGoods(people().neighbour.actor);
    const { actor } = people().neighbour;
    const sellerId = actor.sellerId ?? '';
    const safety = ocop({ kind: 'food-safety', stars: 4, number: 'ATTP-1', validUntil: '2026-12-01' });
    const ofSeller = await addCertificate(actor, { sellerId }, safety, noon);
    const ofProduct = await addCertificate(actor, { productId: goods.id }, ocop(), noon);
    await addCertificate(actor, { productId: goods.id }, ocop({ issuedOn: '2020-01-01', number: 'OLD' }), noon);
    const wanted = { productId: goods.id, sellerId };
    expect(await certificatesFor(wanted, today)).toEqual([ofProduct, ofSeller]);
    expect(await certificatesFor(wanted, '2026-12-02')).toEqual([ofProduct]);
    expect(ofProduct).toMatchObject({ stars: 3, validUntil: '2028-02-29', state: 'valid' });
    expect(ofSeller).toMatchObject({ stars: null, state: 'expiring' });
    expect(await refusal(removeCertificate(actor, { sellerId }, ofProduct.id))).toMatchObject({
      code: 'certificate-not-found',
    });
    await removeCertificate(actor, { productId: goods.id }, ofProduct.id);
    expect(await certificatesFor(wanted, today)).toEqual([ofSeller]);
  });
});

describe('the pages of certificates', () => {
  it('come back filled in, keep one, show it and take it away', async () => {
    const agent = await signedIn((commune) => commune.household);
    const stranger = await signedIn((commune) => commune.stranger);
    for (const path of [`/hang-cua-toi/${product.id}/chung-nhan`, `/gian-hang/${farmer.sellerId}/chung-nhan`]) {
      expect((await stranger.get(path)).status).toBe(404);
      expect((await stranger.get(`${path}/moi`)).status).toBe(404);
      expect((await agent.get(path)).text).toContain('Chưa có giấy chứng nhận nào');
      const form = { kind: 'ocop', number: 'OCOP-9', issuer: 'UBND tỉnh', issuedOn: '2025-03-01' };
      const wrong = await fillIn(agent, `${path}/moi`, form);
      expect(wrong.status).toBe(422);
      expect(wrong.text).toMatch(/<a href="#stars">[^<]*Giấy OCOP cần ghi 3, 4 hoặc 5 sao/);
      expect(wrong.text).toContain('value="OCOP-9"');
      expect((await fillIn(agent, `${path}/moi`, { ...form, stars: '4' })).headers.location).toBe(path);
      const page = await agent.get(path);
      expect(page.text).toMatch(/OCOP 4 ★[^]*OCOP-9[^]*Có hạn đến 29\/02\/2028/);
      const id = /name="certificate" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      expect((await fillIn(agent, path, { certificate: 'x' })).status).toBe(404);
      expect((await fillIn(agent, path, { certificate: id })).status).toBe(303);
    }
  });
});
