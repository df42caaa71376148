import type { Router } from 'express';
import { findProducts } from '../catalog/products.ts';
import { everybody } from '../http/guard.ts';
import { type ListContext, type ListPage, type ListPart, listPage } from '../http/list-page.ts';
import type { Listing } from '../http/listing.ts';
import { sentence } from '../http/messages.ts';
import { findSellers } from '../identity/sellers.ts';
import type { Cell } from '../tables.ts';
import { listScans, type ScansOfDay } from './scan-list.ts';

const listing: Listing = { path: '/luot-quet', file: 'luot-quet', search: true, days: true };

/** `/luot-quet`: how often the labels of goods were scanned, day by day. */
export const scanListPage = (): Router => listPage(page);

const page: ListPage<ScansOfDay> = {
  listing,
  who: everybody,
  view: 'provenance/scans',
  aPage: 50,
  find: ({ actor, asked: { from, to, words } }: ListContext, part: ListPart) =>
    listScans(actor, { from, to, words, ...part }),
  nameOf: ({ id }) => id,
  shown: async (_context, scans) => ({ scans: await rowsOf(scans) }),
  columns: ['day', 'goods', 'seller', 'people', 'previews', 'robots'].map((name) => `provenance.scans.column.${name}`),
  lines: async (_context, scans) =>
    (await rowsOf(scans)).map(({ day, goods, seller, people, previews, robots }): Cell[] => [
      { day },
      goods,
      seller,
      people,
      previews,
      robots,
    ]),
  render: ({ language }) => ({ title: sentence(language, 'provenance.scans.title') }),
};

async function rowsOf(scans: readonly ScansOfDay[]) {
  const products = new Map((await findProducts([...new Set(scans.map((one) => one.productId))])).map((p) => [p.id, p]));
  const sellerIds = [...new Set([...products.values()].map(({ sellerId }) => sellerId))];
  const sellers = new Map((await findSellers(sellerIds)).map(({ id, name }) => [id, name]));
  return scans.map(({ productId, ...scan }) => {
    const product = products.get(productId);
    return { ...scan, goods: product?.name ?? productId, seller: sellers.get(product?.sellerId ?? '') ?? '' };
  });
}
