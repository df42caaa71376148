import { describe, expect, it } from 'vitest';
import { addProduct } from '../../../server/catalog/products.ts';
import { placeOrder } from '../../../server/orders/orders.ts';
import { noon } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { aBatch, firstPack, markPaid, wanted } from '../orders/makers.ts';
import { visitors } from './visitors.ts';

useDatabase();
const { browser, browserOf, commune } = visitors();

// Words that would become script or markup if any page forgot to escape them.
const payloads = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><svg/onload=alert(1)>',
  'javascript:alert(1)//',
  '{{constructor.constructor("alert(1)")()}}',
];

async function anOrderFullOf(payload: string) {
  const { actor } = commune().household;
  const packs = [{ name: payload.slice(0, 60), netQuantity: { value: 1, unit: 'kg' }, priceVnd: 60_000 }];
  const product = await addProduct(actor, { name: payload, kind: 'mien-dong', packs }, noon);
  const batch = await aBatch(actor, product, 5);
  const address = { province: payload, commune: payload, line: payload };
  const { order, key } = await placeOrder(
    wanted(firstPack(product), 1, {
      buyer: { name: payload, phone: '+84912345678', address },
      delivery: { method: 'ship', payBy: 'vietqr' },
      note: payload,
    }),
    noon,
  );
  await markPaid(order.number, `FT-${order.number}`, noon);
  return { number: order.number, key, slug: product.slug, code: batch.code };
}

describe('hostile words', () => {
  it('stay words on every page of buyer, seller and officer, in both languages', async () => {
    for (const payload of [payloads.slice(0, 3).join(' '), payloads.slice(3).join(' ')]) {
      const { number, key, slug, code } = await anOrderFullOf(payload);
      const [guest, seller, officer] = [browser(), browserOf(commune().household), browserOf(commune().officer)];
      const pages = [
        guest.get('/'),
        guest.get('/').query({ q: payload }),
        guest.get(`/san-pham/${slug}?lang=en`),
        guest.get(`/ho/${commune().sellers.household.slug}?lang=en`),
        guest.get(`/don/${number}?key=${key}`),
        guest.get(`/don/${number}?key=${key}&lang=en`),
        seller.get(`/don/${number}?lang=en`),
        seller.get('/don-hang?lang=en'),
        seller.get(`/don/${number}/phieu-giao?lang=en`),
        officer.get(`/lo/${code}/thu-hoi?lang=en`),
        officer.get(`/don/${number}`),
      ];
      for (const page of pages) {
        const { status, text } = await page;
        expect(status).toBe(200);
        expect(text).not.toMatch(
          /<script>alert|<img src=x|onerror=alert|<svg\/onload| onmouseover='|href="javascript:/,
        );
        expect(text).not.toMatch(/ style="| on[a-z]+="/);
      }
    }
  });

  it('are refused as numbers, keys and slugs, and never break a page', async () => {
    for (const path of [
      '/don/%3Cscript%3E',
      '/don/DH%00',
      '/san-pham/%22%3E',
      '/ho/%27',
      '/don/DHBNHTVDK9?key[$ne]=1',
    ]) {
      const { status, text } = await browser().get(path);
      expect(status, path).toBe(404);
      expect(text).not.toContain('<script>');
    }
  });
});
