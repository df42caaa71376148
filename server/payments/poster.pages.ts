import { Router } from 'express';
import { z } from 'zod';
import { conflict, missing } from '../errors.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { findSellerBySlug, requireActFor } from '../identity/sellers.ts';
import { posterPdf } from '../press/poster.ts';
import type { Services } from '../services.ts';
import { findReceivingAccount } from './receiving-accounts.ts';
import { encode } from './vietqr/encode.ts';

const PosterQuery = z.object({ kho: z.enum(['a4', 'a5', 'a6']).default('a4') });

/** A stall's poster (`/quay/{slug}/bang-ma.pdf?kho=a5`): the VietQR of the seller's account, the payer types the amount. */
export const posterPages = ({ config, now }: Services): Router =>
  Router().get('/quay/:slug/bang-ma.pdf', requireRole(...sellers), async (request, response) => {
    const seller = await findSellerBySlug(String(request.params.slug));
    if (!seller) throw missing('seller-not-found');
    await requireActFor(actorOf(request), seller.id, 'seller-not-found');
    const { kho } = parse(PosterQuery, { ...request.query });
    const account = await findReceivingAccount(seller.id, now());
    if (!account) throw conflict('poster-without-account');
    const { bin, number, bankName, holder } = account;
    const bytes = await posterPdf({
      design: 'account',
      format: kho,
      texts: { seller: seller.name, holder, bank: bankName, number },
      payload: encode({ bin, number }),
      title: `VietQR, ${holder}, ${bankName} ${number}`,
      sample: config.demo,
      createdAt: now(),
    });
    response.setHeader('Content-Disposition', `inline; filename="vietqr-${seller.slug}.pdf"`);
    // An account may change: nobody prints yesterday's from a cache.
    response.setHeader('Cache-Control', 'no-store');
    response.type('application/pdf').send(bytes);
  });
