import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../server/actor.ts';
import { addCertificate } from '../../../server/catalog/certificates.ts';
import type { Product } from '../../../server/catalog/products.ts';
import { dataFor } from '../../../server/labels/label-plan.ts';
import { drawingFor, getTemplate, listTemplates } from '../../../server/labels/templates.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aBatchOf, aFarmer, someGoods, today } from '../traceability/makers.ts';

useDatabase();

let farmer: Actor;
let product: Product;
const starsOn = async (day: string) => (await dataFor(await aBatchOf(farmer, product), undefined, day)).ocopStars;
const certified = (owner: { productId: string } | { sellerId: string }, stars: number, issuedOn: string) =>
  addCertificate(
    farmer,
    owner,
    { kind: 'ocop', number: `OCOP-${stars}/${issuedOn}`, issuer: 'UBND tỉnh Lai Châu', stars, issuedOn },
    noon,
  );

beforeAll(async () => {
  farmer = await aFarmer();
  product = await someGoods(farmer);
});

describe('OCOP stars on a label', () => {
  it('are there only while the product’s own certificate counts, and the latest certificate says how many', async () => {
    expect(await starsOn(today)).toBeNull();
    await certified({ sellerId: farmer.sellerId ?? '' }, 5, '2026-01-01');
    expect(await starsOn(today)).toBeNull();
    await certified({ productId: product.id }, 3, '2024-01-10');
    expect(await starsOn(today)).toBe(3);
    expect(await starsOn('2027-01-09')).toBe(3);
    expect(await starsOn('2027-01-10')).toBeNull();
    await certified({ productId: product.id }, 4, '2026-06-01');
    expect(await starsOn(today)).toBe(4);
  });

  it.each(listTemplates())('are printed by $id, and leave no gap when there are none', ({ id }) => {
    const template = getTemplate(id);
    const wish = { kind: '', units: template.serials !== 'batch', black: false, sample: false };
    const wordsWith = (ocopStars: number | null) =>
      drawingFor(template, { ...template.sample, ocopStars }, wish)
        .shapes.flatMap((shape) => (shape.kind === 'text' ? shape.segments : []))
        .map(({ text }) => text)
        .join(' ');
    expect(wordsWith(4)).toContain('OCOP 4 sao');
    expect(wordsWith(null)).not.toContain('OCOP');
  });
});
