import type { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { everybody, sellers } from '../http/guard.ts';
import { findIntentForOrder } from '../payments/intents.ts';
import { paymentDetails } from '../payments/payment-view.ts';
import type { Services } from '../services.ts';
import { deliveredClips } from '../voice/clips.ts';
import { clipsOf, lateClip, saidOf } from './said.pages.ts';
import { getSale, openSale, type Sale } from './sales.ts';
import {
  HeardQuery,
  HeardView,
  OpenedSaleView,
  OpenSale,
  SaleParams,
  SaleView,
  StallParams,
} from './stalls.schemas.ts';
import { getOwnStall, getSeenStall } from './stalls.ts';
import { listenForVerdicts, type Verdict } from './verdicts.ts';

/** What programs need to sell at a stall and to hear what banks told. A stall's id is its seller's. */
export const stallsEndpoints = ({ config }: Services): Endpoint[] => [opening(config.publicUrl), looking, hearing];

const opening = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'post',
    path: '/stalls/{id}/sales',
    summary: 'Sell at a stall: packs come off their batches when it is paid; an amount alone is money without goods',
    tag: 'stalls',
    who: sellers,
    params: StallParams,
    body: OpenSale,
    status: 201,
    answer: OpenedSaleView,
    problems: [
      'stall-not-found',
      'not-yours',
      'pack-unknown',
      'pack-not-at-stall',
      'order-of-two-sellers',
      'order-short',
      'order-too-large',
      'no-receiving-account',
    ],
    handle: async ({ actor, params, body, at, requestId }) => {
      const stall = await getOwnStall(actor, params);
      const wanted = { lines: body.lines ?? [], amountVnd: body.amountVnd ?? null, note: body.note ?? null };
      return await presentOpened(
        await openSale({ actor, stall, requestId }, { ...wanted, payBy: 'vietqr' }, at),
        publicUrl,
      );
    },
  });

const looking = endpoint({
  method: 'get',
  path: '/stalls/{id}/sales/{saleId}',
  summary: 'How a sale stands against what was expected, and the sentence that says it',
  tag: 'stalls',
  who: everybody,
  params: SaleParams,
  answer: SaleView,
  problems: ['stall-not-found', 'sale-not-found'],
  handle: async ({ actor, params, at }) =>
    await presentSale(await getSale(await getSeenStall(actor, params), params.saleId, at)),
});

const hearing = endpoint({
  method: 'get',
  path: '/stall-verdicts',
  summary:
    'What banks told of the sales that this account opened, and of money nobody knows the sale of; waits if asked to',
  tag: 'stalls',
  who: sellers,
  query: HeardQuery,
  answer: HeardView,
  problems: [],
  handle: async ({ actor, query: { since, known = '', wait, voice }, at }) => {
    const told = known.split(',').filter(Boolean);
    const verdicts = await listenForVerdicts(actor, { since, known: told, waitSeconds: wait });
    // Looked for when there is something to say: who listens asks every twenty seconds.
    const clips = voice === undefined || verdicts.length === 0 ? {} : await deliveredClips(voice);
    const late = lateClip(clips);
    return {
      at: at.toISOString(),
      data: verdicts.map((one) => presentVerdict(one, clips)),
      ...(late !== null && { lateClip: late }),
    };
  },
});

function presentVerdict(verdict: Verdict, clips: Readonly<Record<string, string>>) {
  const { id, kind, at, saleId } = verdict;
  const heard = clipsOf(verdict, clips);
  return {
    id,
    kind,
    at: at.toISOString(),
    said: saidOf(verdict),
    ...(saleId !== null && { saleId }),
    ...(heard !== null && { clips: heard }),
  };
}

async function presentOpened({ order }: Sale, publicUrl: string): Promise<z.input<typeof OpenedSaleView>> {
  const intent = await findIntentForOrder(order.number);
  if (intent === null) throw new Error(`The sale ${order.number} has no code to be paid by`);
  const { payload, qrUrl, reference, expiresAt } = paymentDetails(intent, publicUrl);
  return { id: order.number, amountVnd: order.totalVnd, payload, qrUrl, reference, expiresAt };
}

async function presentSale({ order, standing, saying }: Sale): Promise<z.input<typeof SaleView>> {
  // A sale in cash has none.
  const intent = await findIntentForOrder(order.number);
  return {
    id: order.number,
    state: standing.state,
    amountVnd: order.totalVnd,
    receivedVnd: standing.receivedVnd,
    said: saidOf(saying),
    items: order.items.map(({ packId, name, quantity, priceVnd, taken }) => ({
      packId,
      name,
      quantity,
      priceVnd,
      batches: taken,
    })),
    payBy: order.delivery.payBy,
    ...(intent && { reference: intent.reference, expiresAt: intent.expiresAt.toISOString() }),
  };
}
