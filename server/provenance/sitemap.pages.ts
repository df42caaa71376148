import { Router } from 'express';
import { listProducts } from '../catalog/products.ts';
import { listSellers } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import type { Services } from '../services.ts';

const most = 5000;

/** What search engines may read: the market, its products and sellers. Batches are for those who hold the goods. */
export function sitemapPages({ config, now }: Services): Router {
  const router = Router();
  router.get('/sitemap.xml', async (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.type('application/xml').send(sitemap(config.publicUrl, await paths(now())));
  });
  router.get('/robots.txt', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.type('text/plain').send(robots(config.publicUrl));
  });
  return router;
}

async function paths(at: Date): Promise<string[]> {
  const [products, sellers] = await Promise.all([listProducts({ limit: most, shownAt: at }), listSellers()]);
  const open = sellers.filter((seller) => !isSuspended(seller, at));
  return ['/', ...products.map(({ slug }) => `/san-pham/${slug}`), ...open.map(({ slug }) => `/ho/${slug}`)];
}

// Slugs are letters, digits and dashes: nothing in an address needs escaping.
const sitemap = (publicUrl: string, addresses: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...addresses.map((path) => `<url><loc>${publicUrl}${path}</loc></url>`),
    '</urlset>',
    '',
  ].join('\n');

const closed = ['/don/', '/go/', '/gio-hang', '/thanh-toan', '/nghi-ngo', '/dang-nhap', '/moi/', '/t?'];

const robots = (publicUrl: string): string =>
  ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${publicUrl}/sitemap.xml`, ''].join(
    '\n',
  );
