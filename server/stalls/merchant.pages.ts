import { type Response, Router } from 'express';
import { conflict, missing } from '../errors.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { bareSvg } from '../payments/payment-codes.ts';
import { posterPdf } from '../press/poster.ts';
import type { Services } from '../services.ts';
import { dropMerchantCode, keepMerchantCode, noteTestPayment, paidBy, testVnd } from './merchant-codes.ts';
import { codeIn } from './photographed-code.ts';
import { getSale } from './sales.ts';
import { CodeForm, PosterQuery } from './stalls.schemas.ts';
import { getOwnStall, getStall } from './stalls.ts';

/** A seller's own merchant's code: kept, tried, shown on the stall and on each sale's screen, and printed. */
export const merchantPages = ({ now, config }: Services): Router =>
  Router()
    .use(keeping())
    .get('/quay/:slug/ma-cua-hang.svg', async (request, response) => {
      const { merchant } = await getStall({ slug: request.params.slug });
      if (!merchant) throw missing('stall-not-found');
      draw(response, merchant.text);
    })
    .get('/quay/:slug/ma-cua-hang-thu.svg', requireRole(...sellers), async (request, response) => {
      const { merchant } = await getOwnStall(actorOf(request), { slug: String(request.params.slug) });
      if (!merchant) throw missing('stall-not-found');
      draw(response, paidBy({ ...merchant, tested: true }, testVnd).text);
    })
    .get('/quay/:slug/ban/:number/ma-cua-hang.svg', requireRole(...sellers), async (request, response) => {
      const { slug, number } = request.params;
      const stall = await getOwnStall(actorOf(request), { slug: String(slug) });
      const { order } = await getSale(stall, String(number), now());
      if (!stall.merchant || order.sellerId !== stall.id) throw missing('sale-not-found');
      draw(response, paidBy(stall.merchant, order.totalVnd).text);
    })
    .get('/quay/:slug/bang-ma-cua-hang.pdf', requireRole(...sellers), async (request, response) => {
      const stall = await getOwnStall(actorOf(request), { slug: String(request.params.slug) });
      const { kho } = PosterQuery.parse({ ...request.query });
      if (!stall.merchant) throw conflict('no-merchant-code');
      const { text, bankName, number } = paidBy(stall.merchant, null);
      const holder = stall.merchant.name ?? stall.name;
      const bytes = await posterPdf({
        design: 'account',
        format: kho,
        texts: { seller: stall.name, holder, bank: bankName, number },
        payload: text,
        title: `VIETQRPay, ${holder}, ${bankName} ${number}`,
        sample: config.demo,
        createdAt: now(),
      });
      response.setHeader('Content-Disposition', `inline; filename="vietqrpay-${stall.slug}.pdf"`);
      response.setHeader('Cache-Control', 'no-store');
      response.type('application/pdf').send(bytes);
    });

function draw(response: Response, payload: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.type('image/svg+xml').send(bareSvg({ payload }));
}

/** From a photo of its stand or its text; or what became of the test payment; or that the code is taken away. */
const keeping = (): Router =>
  formPage({
    path: '/quay/:slug/ma-cua-hang',
    who: sellers,
    schema: CodeForm,
    photos: { photo: 1 },
    view: 'stalls/merchant',
    load: async ({ actor, params }: PageContext<typeof sellers>) => {
      const stall = await getOwnStall(actor, { slug: params.slug ?? '' });
      return { stall, merchant: stall.merchant, testVnd };
    },
    submit: async ({ actor, body, files, at }, { stall }) => {
      const page = `/quay/${stall.slug}`;
      if (body.take === 'away') await dropMerchantCode(stall);
      else if (body.take === 'tested' || body.take === 'failed') {
        await noteTestPayment(actor, stall, body.take === 'tested', at);
        return `${page}/ma-cua-hang`;
      } else await keepMerchantCode(actor, stall, await codeIn(body.code, files), at);
      return page;
    },
  });
