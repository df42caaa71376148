import type { Actor } from '../../../server/actor.ts';
import { getListing, screenListing } from '../../../server/catalog/listings.ts';
import type { Product } from '../../../server/catalog/products.ts';
import type { TestApp } from '../../support/app.ts';
import { noon } from '../../support/services.ts';

/** An officer looked at the goods as they are now, and they pass. */
export async function passed(officer: Actor, productId: string): Promise<void> {
  const { version } = await getListing(officer, productId);
  await screenListing(officer, productId, { version, passed: true, reason: null }, noon);
}

/** Everything that tells strangers of goods: lists, search, feeds, API; each has to be silent about what is hidden. */
export const tellersOf = (product: Product, sellerSlug: string): string[] => [
  '/',
  `/?q=${encodeURIComponent(product.name)}`,
  '/?loai=mien-dong',
  `/ho/${sellerSlug}`,
  '/sitemap.xml',
  '/api/v1/products?limit=100',
  `/api/v1/products?q=${encodeURIComponent(product.name)}`,
];

/** Which of them link to the product's page. */
export async function whoTellsOf(
  { slug }: Product,
  tellers: readonly string[],
  browser: TestApp['browser'],
): Promise<string[]> {
  const told: string[] = [];
  for (const path of tellers) {
    const accept = path.startsWith('/api') ? 'application/json' : 'text/html';
    const { text } = await browser().get(path).set('Accept', accept);
    if (text.includes(`/san-pham/${slug}<`) || text.includes(`/san-pham/${slug}"`)) told.push(path);
  }
  return told;
}
