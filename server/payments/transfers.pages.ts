import { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { actorOf } from '../http/guard.ts';
import { render } from '../http/views.ts';
import { mayActFor } from '../identity/sellers.ts';
import type { Services } from '../services.ts';
import { MatchTransfer, SetAside } from './payments.schemas.ts';
import { suggestionsFor } from './suggestions.ts';
import {
  getTransfer,
  listTransfers,
  matchTransfer,
  setTransferAside,
  type Transfer,
  type TransferState,
} from './transfers.ts';

const who = ['household', 'cooperative', 'officer'] as const;
const tabs = ['review', 'matched', 'set-aside'] as const;
const pageSize = 20;

/** The desk of money that came in: what a person has to look at, and what became of the rest. */
export function transferPages(services: Services): Router {
  const router = Router();
  router.get('/tien-ve', async (request, response) => {
    const state = tabs.find((tab) => tab === request.query.loai) ?? 'review';
    const after = typeof request.query.sau === 'string' ? request.query.sau : undefined;
    const actor = actorOf(request);
    const rows = await listTransfers(actor, { state, limit: pageSize + 1, ...(after !== undefined && { after }) });
    const shown = rows.slice(0, pageSize);
    const nextUrl = rows.length > pageSize ? `/tien-ve?loai=${state}&sau=${shown.at(-1)?.id ?? ''}` : null;
    render(response, 'payments/transfers', {
      tabs: tabs.map((tab) => ({ tab, isNow: tab === state, url: `/tien-ve?loai=${tab}` })),
      state,
      transfers: await Promise.all(shown.map(present)),
      nextUrl,
      previousUrl: null,
    });
  });
  router.use(
    formPage(services, {
      path: '/tien-ve/:id',
      who,
      schema: MatchTransfer,
      view: 'payments/transfer',
      load: async ({ actor, params }) => await load(actor, params.id ?? ''),
      submit: async ({ actor, params, body, at }) => {
        const { orderNumber } = await matchTransfer(actor, params.id ?? '', body.orderNumber.toUpperCase(), at);
        return `/don/${orderNumber}`;
      },
    }),
    formPage(services, {
      path: '/tien-ve/:id/de-rieng',
      who,
      get: false,
      schema: SetAside,
      view: 'payments/transfer',
      load: async ({ actor, params }) => await load(actor, params.id ?? ''),
      submit: async ({ actor, params, body, at }) => {
        const wanted = { note: body.note, returned: body.returned === 'yes' };
        await setTransferAside(actor, params.id ?? '', wanted, at);
        return '/tien-ve';
      },
    }),
  );
  return router;
}

async function load(actor: Parameters<typeof getTransfer>[0], id: string) {
  const transfer = await getTransfer(actor, id);
  const suggestions = await suggestionsFor(transfer);
  return {
    transfer: await present(transfer),
    history: transfer.history,
    suggestions,
    acting: await mayActFor(actor, transfer.sellerId ?? ''),
    defaults: { orderNumber: transfer.orderNumber ?? suggestions[0]?.orderNumber ?? '' },
  };
}

async function present(transfer: Transfer) {
  return {
    id: transfer.id,
    provider: transfer.provider,
    reference: transfer.reference,
    amountVnd: transfer.amountVnd,
    accountNumber: transfer.accountNumber,
    content: transfer.content,
    receivedAt: transfer.receivedAt,
    state: shownState(transfer.state),
    reason: transfer.reason,
    orderNumber: transfer.orderNumber,
    suggestion: (await suggestionsFor(transfer))[0] ?? null,
  };
}

const shownState = (state: TransferState): Exclude<TransferState, 'kept'> => (state === 'kept' ? 'review' : state);
