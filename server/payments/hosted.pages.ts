import type { Socket } from 'node:net';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { missing } from '../errors.ts';
import { wholeNumber } from '../http/fields.ts';
import { parse } from '../http/mistakes.ts';
import { sentFields } from '../http/sent-fields.ts';
import { render } from '../http/views.ts';
import { getSeller } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import { draftStates, type Intent } from './intent.ts';
import { claimPaid, findIntent } from './intents.ts';
import { hostedView } from './payment-view.ts';
import { bareSvg, type Poster, pictureWidths, qrPng, qrSvg } from './qr-picture.ts';
import { payPicture, send } from './sandbox.ts';

/** One payment's own page, for whoever knows its id: the code, its pictures, how it stands, and its buttons. */
export function hostedPages(services: Services): Router {
  const router = Router();
  router.get('/thanh-toan/:intentId', (request, response) => showPage(services, request, response));
  router.get('/thanh-toan/:intentId/trang-thai', async (request, response) => {
    const { state } = await hostedView(await getShown(request), services.now());
    response.setHeader('Cache-Control', 'private, no-store').json({ state });
  });
  router.get('/thanh-toan/:intentId/vietqr.svg', async (request, response) => {
    const poster = posterOf(await getShown(request));
    const svg = request.query.chi === 'ma' ? bareSvg(poster) : qrSvg(poster);
    keepPrivately(response).type('image/svg+xml').send(svg);
  });
  router.get('/thanh-toan/:intentId/vietqr.png', async (request, response) => {
    const png = await qrPng(posterOf(await getShown(request)), widthOf(request));
    keepPrivately(response).type('image/png').send(png);
  });
  router.post('/thanh-toan/:intentId/da-chuyen', async (request, response) => {
    const intent = await getShown(request);
    await claimPaid(intent.id, services.now());
    response.redirect(303, backTo(intent, request));
  });
  router.post('/thanh-toan/:intentId/ngan-hang-mau', async (request, response) => {
    const intent = await getShown(request);
    const picture = await qrPng(posterOf(intent), 720);
    await send(await payPicture(picture, services.now()), ownOrigin(request.socket));
    response.redirect(303, backTo(intent, request));
  });
  return router;
}

async function showPage({ now }: Services, request: Request, response: Response): Promise<void> {
  const intent = await getShown(request);
  const { name, slug, village } = await getSeller(intent.sellerId);
  const data = {
    payment: await hostedView(intent, now()),
    description: intent.description,
    seller: { name, village, url: `/ho/${slug}` },
    // What the order's page knows and this one does not: nobody is signed in here, and no order's key is given.
    key: null,
    keyQuery: '',
    asBuyer: true,
    actions: { confirm: false, deny: false },
  };
  // The address is what opens the page: it shall not travel on, nor be found.
  response.setHeader('X-Robots-Tag', 'noindex').setHeader('Referrer-Policy', 'same-origin');
  render(response, 'payments/hosted', data, { title: intent.description ?? intent.reference });
}

/** A code is shown to nobody before its shop has confirmed it. */
async function getShown(request: Request): Promise<Intent> {
  const intent = await findIntent(String(request.params.intentId));
  if (!intent || draftStates.includes(intent.state)) throw missing('payment-not-found');
  return intent;
}

const posterOf = ({ payload, amountVnd, reference, account }: Intent): Poster => ({
  payload,
  amountVnd,
  reference,
  holder: account.holder,
  bankName: account.bankName,
  number: account.number,
});

// What a code shows never changes, but it names a person's account: the phone may keep it, nobody in between.
const keepPrivately = (response: Response): Response =>
  response.setHeader('Cache-Control', 'private, max-age=86400, immutable');

const Width = z.object({ rong: wholeNumber.optional() });

function widthOf(request: Request) {
  const { rong } = parse(Width, { ...request.query });
  return pictureWidths.find((width) => width === rong) ?? 720;
}

const Back = z.object({ key: z.string().max(100).optional(), own: z.literal('yes').optional() });

/** The page the button stood on: the payment's own, or the order's with the buyer's key if the form brought it. */
function backTo({ id, orderNumber }: Intent, request: Request): string {
  const { key, own } = parse(Back, sentFields(request));
  if (orderNumber === null || own === 'yes') return `/thanh-toan/${id}`;
  return `/don/${orderNumber}${key ? `?key=${encodeURIComponent(key)}` : ''}`;
}

// The demonstration bank speaks to us as any bank does, over the very socket address that this request came in on.
function ownOrigin({ localAddress = '127.0.0.1', localPort }: Socket): string {
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
