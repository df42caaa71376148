import { Router } from 'express';
import { z } from 'zod';
import { listProducts } from '../catalog/products.ts';
import { missing } from '../errors.ts';
import { formatAddress } from '../format.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { findSellerBySlug, requireActFor } from '../identity/sellers.ts';
import { posterPdf } from '../press/poster.ts';
import type { Services } from '../services.ts';

const CardQuery = z.object({ kho: z.enum(['a4', 'a5', 'a6']).default('a6') });

/** A seller's card for the counter (`/ho/{slug}/the.pdf?kho=a6`): its name and the code of its page. Only for its people. */
export const cardPages = ({ config, now }: Services): Router =>
  Router().get('/ho/:slug/the.pdf', requireRole(...sellers), async (request, response) => {
    const seller = await findSellerBySlug(String(request.params.slug));
    if (!seller) throw missing('seller-not-found');
    await requireActFor(actorOf(request), seller.id, 'seller-not-found');
    const { kho } = parse(CardQuery, { ...request.query });
    const goods = await listProducts({ sellerIds: [seller.id], limit: 5 });
    const url = `${config.publicUrl}/ho/${seller.slug}`;
    const bytes = await posterPdf({
      design: 'household',
      format: kho,
      texts: {
        seller: seller.name,
        place: formatAddress(seller.address),
        goods: shortList(goods.map(({ name }) => name)),
        address: url.replace(/^https?:\/\//, ''),
      },
      payload: url,
      title: `Thẻ quầy, ${seller.name}`,
      sample: config.demo,
      createdAt: now(),
    });
    response.setHeader('Content-Disposition', `inline; filename="the-${seller.slug}.pdf"`);
    response.type('application/pdf').send(bytes);
  });

// As many names of goods as two lines hold; a passer-by needs no more.
function shortList(names: readonly string[]): string {
  const [first = '', ...rest] = [...new Set(names)];
  return rest.reduce(
    (list, name) => (list.length + name.length <= 90 ? `${list} · ${name}` : list),
    first.slice(0, 100),
  );
}
