import { Router } from 'express';
import { listProducts } from '../catalog/products.ts';
import { listSellers } from '../identity/sellers.ts';
import type { Services } from '../services.ts';

const most = 5000;

/** What search engines may read: the market, its products and sellers. Batches are for those who hold the goods. */
export function sitemapPages({ config }: Services): Router {
  const router = Router();
  router.get('/sitemap.xml', async (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.type('application/xml').send(sitemap(config.publicUrl, await paths()));
  });
  router.get('/robots.txt', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response.type('text/plain').send(robots(config.publicUrl));
  });
  return router;
}

async function paths(): Promise<string[]> {
  const [products, sellers] = await Promise.all([listProducts({ limit: most }), listSellers()]);
  return ['/', ...products.map(({ slug }) => `/san-pham/${slug}`), ...sellers.map(({ slug }) => `/ho/${slug}`)];
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
