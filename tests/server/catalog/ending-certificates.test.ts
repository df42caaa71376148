import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addCertificate, type CertificateOwner } from '../../../server/catalog/certificates.ts';
import { endingCertificates } from '../../../server/catalog/ending-certificates.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aFarmer, someGoods, today } from '../traceability/makers.ts';

useDatabase();

let farmer: Actor;
let sellerId: string;
beforeAll(async () => {
  farmer = await aFarmer();
  sellerId = farmer.sellerId ?? '';
});

const keep = (owner: CertificateOwner, number: string, validUntil: string) =>
  addCertificate(
    farmer,
    owner,
    { kind: 'vietgap', number, issuer: 'Chi cục', issuedOn: '2026-01-01', validUntil },
    noon,
  );
const numbers = async (whose: readonly string[] | 'all', day = today) =>
  (await endingCertificates(whose, day)).map(({ number, state }) => `${number} ${state}`);

it('tells of certificates from sixty days before their end until half a year after, the soonest first', async () => {
  await keep({ sellerId }, 'SOON', '2027-01-15');
  const product = await someGoods(farmer);
  await keep({ productId: product.id }, 'LATER', '2027-01-16');
  await keep({ sellerId, batchCode: '01234568' }, 'GONE', '2026-11-10');
  expect(await numbers([sellerId])).toEqual(['GONE expired', 'SOON expiring']);
  expect(await numbers('all')).toEqual(['GONE expired', 'SOON expiring']);
  expect(await numbers([])).toEqual([]);
  expect(await numbers([sellerId], '2027-05-10')).toEqual(['SOON expired', 'LATER expired']);
  expect(await endingCertificates('all', today)).toMatchObject([
    { productId: null, batchCode: '01234568', sellerId },
    { productId: null, batchCode: null },
  ]);
});

it('is silent about one that was renewed, for the same owner and kind only', async () => {
  await keep({ sellerId }, 'RENEWED', '2028-01-15');
  expect(await numbers([sellerId])).toEqual(['GONE expired']);
});

it('tells of an OCOP certificate half a year ahead', async () => {
  const product = await someGoods(farmer);
  const ocop = { kind: 'ocop', number: 'OCOP', issuer: 'UBND', stars: 3, issuedOn: '2025-01-01' } as const;
  await addCertificate(farmer, { productId: product.id }, { ...ocop, validUntil: '2027-12-31' }, noon);
  expect(await numbers('all', '2027-06-29')).not.toContain('OCOP valid');
  expect(await numbers('all', '2027-06-30')).toContain('OCOP valid');
  expect(await numbers('all', '2028-01-01')).toContain('OCOP expired');
});
