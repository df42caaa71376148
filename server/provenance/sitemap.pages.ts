import { Router } from 'express';
import { listProducts } from '../catalog/products.ts';
import { addressIn } from '../http/views.ts';
import { listSellers } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { languages } from '../language.ts';
import { imageUrl } from '../media/images.ts';
import type { Services } from '../services.ts';
import { listedVisits, visitPhotoUrl } from '../visits/visits.ts';

const most = 5000;

/** What search engines may read: the market, its products and sellers, what is to be visited. Batches are for those who hold the goods. */
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
  /** of its photo */
  image?: string | null;
}

async function paths(at: Date): Promise<Listed[]> {
  const [products, sellers, visits] = await Promise.all([
    listProducts({ limit: most, shownAt: at }),
    listSellers(),
    listedVisits(),
  ]);
  const open = sellers.filter((seller) => !isSuspended(seller, at));
  return [
    { path: '/' },
    ...products.map(({ slug, photoId }) => ({ path: `/san-pham/${slug}`, image: photoId && imageUrl(photoId) })),
    ...open.map(({ slug }) => ({ path: `/ho/${slug}` })),
    ...(visits.length > 0 ? [{ path: '/tham' }] : []),
    ...visits.map(({ path, photoId }) => ({ path, image: photoId && visitPhotoUrl(photoId, 1280) })),
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
function entriesOf(publicUrl: string, { path, image }: Listed): string[] {
  const url = publicUrl + path;
  const link = (code: string, href: string) => `<xhtml:link rel="alternate" hreflang="${code}" href="${href}"/>`;
  const links = [...languages.map((code) => link(code, addressIn(url, code))), link('x-default', url)].join('');
  const photo = image ? `<image:image><image:loc>${publicUrl}${image}</image:loc></image:image>` : '';
  return languages.map((code) => `<url><loc>${addressIn(url, code)}</loc>${links}${photo}</url>`);
}

const closed = ['/don/', '/go/', '/gio-hang', '/thanh-toan', '/nghi-ngo', '/dang-nhap', '/moi/', '/t?'];

const robots = (publicUrl: string): string =>
  ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${publicUrl}/sitemap.xml`, ''].join(
    '\n',
  );
