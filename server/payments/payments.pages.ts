import type { Socket } from 'node:net';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { missing } from '../errors.ts';
import { readFormKey } from '../http/form-key.ts';
import { actorOf } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import type { Services } from '../services.ts';
import { accountPages } from './accounts.pages.ts';
import { confirmReceived } from './confirmations.ts';
import { connectionPages } from './connections.pages.ts';
import type { Intent } from './intent.ts';
import { claimPaid, findIntent } from './intents.ts';
import { ledgerPages } from './ledger.pages.ts';
import { posterPages } from './poster.pages.ts';
import { bareSvg, type Poster, pictureWidths, qrPng, qrSvg } from './qr-picture.ts';
import { payPicture, send } from './sandbox.ts';
import { statementPages } from './statements.pages.ts';
import { apiKeyPages } from './stripe/api-keys.pages.ts';
import { eventPages } from './stripe/events.pages.ts';
import { transferPages } from './transfers.pages.ts';

/** Every page of the room, and the pictures of codes. */
export function paymentsPages(services: Services): Router {
  const router = Router();
  router.get('/thanh-toan/:intentId/vietqr.svg', async (request, response) => {
    const poster = posterOf(await getIntent(request));
    const svg = request.query.chi === 'ma' ? bareSvg(poster) : qrSvg(poster);
    keepPrivately(response).type('image/svg+xml').send(svg);
  });
  router.get('/thanh-toan/:intentId/vietqr.png', async (request, response) => {
    const png = await qrPng(posterOf(await getIntent(request)), widthOf(request));
    keepPrivately(response).type('image/png').send(png);
  });
  router.post('/thanh-toan/:intentId/da-chuyen', async (request, response) => {
    const intent = await getIntent(request);
    await claimPaid(intent.id);
    response.redirect(303, backTo(intent, request));
  });
  router.post('/thanh-toan/:intentId/ngan-hang-mau', async (request, response) => {
    const intent = await getIntent(request);
    const picture = await qrPng(posterOf(intent), 720);
    await send(await payPicture(picture, services.now()), ownOrigin(request.socket));
    response.redirect(303, backTo(intent, request));
  });
  router.post('/don/:number/da-nhan-tien', async (request, response) => {
    const { _key } = parse(Key, { ...(request.body as object | undefined) });
    readFormKey(_key, response);
    const order = await confirmReceived(actorOf(request), request.params.number, services.now());
    response.redirect(303, `/don/${order.number}`);
  });
  return router.use(
    ledgerPages(services),
    statementPages(services),
    transferPages(services),
    accountPages(services),
    connectionPages(services),
    posterPages(services),
    apiKeyPages(services),
    eventPages(services),
  );
}

async function getIntent(request: Request): Promise<Intent> {
  const intent = await findIntent(String(request.params.intentId));
  if (!intent) throw missing('payment-not-found');
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

const Width = z.object({ rong: z.coerce.number().optional() });

function widthOf(request: Request) {
  const { rong } = parse(Width, { ...request.query });
  return pictureWidths.find((width) => width === rong) ?? 720;
}

const Key = z.object({ _key: z.string().max(100).optional() });
const Back = z.object({ key: z.string().max(100).optional() });

/** The order's page, with the buyer's key if the form brought it. */
function backTo({ orderNumber }: Intent, request: Request): string {
  const { key } = parse(Back, { ...(request.body as object | undefined) });
  return `/don/${orderNumber}${key ? `?key=${encodeURIComponent(key)}` : ''}`;
}

// The demonstration bank speaks to us as any bank does, over the very socket address that this request came in on.
function ownOrigin({ localAddress = '127.0.0.1', localPort }: Socket): string {
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}
