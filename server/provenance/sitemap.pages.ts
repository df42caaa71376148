import { Router } from 'express';
import { listProducts } from '../catalog/products.ts';
import { addressIn } from '../http/views.ts';
import { listSellers } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { languages } from '../language.ts';
import { imageUrl } from '../media/images.ts';
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

interface Listed {
  path: string;
  photoId?: string | null;
}

async function paths(at: Date): Promise<Listed[]> {
  const [products, sellers] = await Promise.all([listProducts({ limit: most, shownAt: at }), listSellers()]);
  const open = sellers.filter((seller) => !isSuspended(seller, at));
  return [
    { path: '/' },
    ...products.map(({ slug, photoId }) => ({ path: `/san-pham/${slug}`, photoId })),
    ...open.map(({ slug }) => ({ path: `/ho/${slug}` })),
  ];
}

// Slugs and photos are letters, digits and dashes: nothing in an address needs escaping.
const sitemap = (publicUrl: string, listed: readonly Listed[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"',
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">',
    ...listed.flatMap((one) => entriesOf(publicUrl, one)),
    '</urlset>',
    '',
  ].join('\n');

/** A page in each language, each with all of them, and with its photo. */
function entriesOf(publicUrl: string, { path, photoId }: Listed): string[] {
  const url = publicUrl + path;
  const link = (code: string, href: string) => `<xhtml:link rel="alternate" hreflang="${code}" href="${href}"/>`;
  const links = [...languages.map((code) => link(code, addressIn(url, code))), link('x-default', url)].join('');
  const photo = photoId ? `<image:image><image:loc>${publicUrl}${imageUrl(photoId)}</image:loc></image:image>` : '';
  return languages.map((code) => `<url><loc>${addressIn(url, code)}</loc>${links}${photo}</url>`);
}

const closed = ['/don/', '/go/', '/gio-hang', '/thanh-toan', '/nghi-ngo', '/dang-nhap', '/moi/', '/t?'];

const robots = (publicUrl: string): string =>
  ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${publicUrl}/sitemap.xml`, ''].join(
    '\n',
  );
