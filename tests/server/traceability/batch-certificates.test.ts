import { beforeAll, describe, expect, it } from 'vitest';
import { certificatesFor } from '../../../server/catalog/certificates.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { addBatchCertificate, batchCertificates } from '../../../server/traceability/batch-certificates.ts';
import { noon } from '../../support/services.ts';
import { fillIn, useBrowsers } from '../identity/browsers.ts';
import { aBatchOf, now, refusal, someGoods, today } from './makers.ts';

const { people, signedIn } = useBrowsers();

let product: Product;
beforeAll(async () => {
  product = await someGoods(people().household.actor);
});

const wanted = {
  kind: 'other',
  number: 'XX-7',
  issuer: 'Chi cục',
  issuedOn: '2026-11-01',
  validUntil: '2027-11-01',
} as const;

describe('a certificate of one batch', () => {
  it('is kept by who acts for its seller', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const as = (who: 'stranger' | 'officer') => refusal(addBatchCertificate(people()[who].actor, code, wanted, noon));
    expect(await as('stranger')).toMatchObject({ code: 'batch-not-found' });
    expect(await as('officer')).toMatchObject({ code: 'not-yours' });
    expect((await now(code)).certified).toBe(false);
  });

  it('is the batch’s alone: neither its product nor its seller shows it', async () => {
    const { actor } = people().household;
    const { code } = await aBatchOf(actor, product);
    const other = await aBatchOf(actor, product);
    const kept = await addBatchCertificate(actor, code, wanted, noon);
    expect(await batchCertificates(await now(code), today)).toEqual([kept]);
    expect(await batchCertificates(await now(code), '2027-11-02')).toEqual([]);
    expect(await batchCertificates(await now(other.code), today)).toEqual([]);
    expect(await certificatesFor({ productId: product.id, sellerId: product.sellerId }, today)).toEqual([]);
  });

  it('is added, shown and taken away in the same pages as those of products', async () => {
    const { code } = await aBatchOf(people().household.actor, product);
    const agent = await signedIn((commune) => commune.household);
    const stranger = await signedIn((commune) => commune.stranger);
    const path = `/lo/${code}/chung-nhan`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await agent.get(`/lo/${code}`)).text).toContain(`href="${path}"`);
    expect((await fillIn(agent, `${path}/moi`, { ...wanted, kind: 'vietgap' })).headers.location).toBe(path);
    const page = await agent.get(path);
    expect(page.text).toMatch(/VietGAP[^]*XX-7[^]*Có hạn đến 01\/11\/2027/);
    expect(await batchCertificates(await now(code), today)).toMatchObject([{ number: 'XX-7' }]);
    const id = /name="certificate" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect((await fillIn(agent, path, { certificate: id })).status).toBe(303);
    expect(await batchCertificates(await now(code), today)).toEqual([]);
  });
});
