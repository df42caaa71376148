import express, { Router } from 'express';
import type { z } from 'zod';
import { type Endpoint, endpoint, ListQuery, listAnswer, toList } from '../http/endpoint.ts';
import { nothing } from '../http/fields.ts';
import { everybody, sellers } from '../http/guard.ts';
import { log } from '../http/log.ts';
import type { Services } from '../services.ts';
import type { BankConnection } from './bank-connection.ts';
import { addBankConnection, listBankConnections, takeBankMessage } from './bank-connections.ts';
import { confirmReceived } from './confirmations.ts';
import { findIntentForOrder } from './intents.ts';
import { orderPaymentEndpoints } from './order-payments.routes.ts';
import {
  AddConnection,
  ConnectionView,
  MatchTransfer,
  OrderParams,
  PaidView,
  TransferParams,
  TransfersQuery,
  TransferView,
} from './payments.schemas.ts';
import { type Suggestion, suggestionsFor } from './suggestions.ts';
import { listTransfers, matchTransfer, type Transfer } from './transfers.ts';

/** What programs need to be told of money and to reconcile it. */
export const paymentsEndpoints = (services: Services): Endpoint[] => {
  const { publicUrl } = services.config;
  return [
    ...orderPaymentEndpoints(services),
    connections(publicUrl),
    connecting(publicUrl),
    transfers,
    matching,
    confirming,
  ];
};

/** Where banks tell us of money: the raw body, because what is signed is its bytes. */
export const bankWebhooks = ({ now }: Services): Router =>
  Router().post(
    '/webhooks/banks/:provider/:connectionId',
    express.raw({ type: () => true, limit: '64kb' }),
    async (request, response) => {
      const { provider = '', connectionId = '' } = request.params as Record<string, string>;
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { outcome, answer } = await takeBankMessage(
        { provider, connectionId, rawBody, headers: request.headers },
        now(),
      );
      // Never the message itself: it names people. It stands on its seller's desk.
      if (outcome === 'unreadable')
        log.warn({ provider, connectionId, bytes: rawBody.length }, 'bank message unreadable');
      response.json(answer);
    },
  );

/** The address at which a provider reaches a connection. */
export const webhookUrl = (publicUrl: string, { provider, id }: BankConnection): string =>
  `${publicUrl}/webhooks/banks/${provider}/${id}`;

const connections = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'get',
    path: '/bank-connections',
    summary: 'Connections to providers of bank messages, without their secrets',
    tag: 'payments',
    who: everybody,
    query: ListQuery,
    answer: listAnswer(ConnectionView),
    problems: [],
    handle: async ({ actor, query: { limit, after } }) => {
      const all = await listBankConnections(actor);
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      const { data, hasMore } = toList(all.slice(start), limit);
      return { data: data.map((connection) => presentConnection(connection, publicUrl)), hasMore };
    },
  });

const connecting = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'post',
    path: '/bank-connections',
    summary: "Connect one's own accounts to a provider",
    tag: 'payments',
    who: sellers,
    body: AddConnection,
    status: 201,
    answer: ConnectionView,
    problems: ['pin-needed', 'not-for-your-role', 'mistakes'],
    handle: async ({ actor, body, at }) => presentConnection(await addBankConnection(actor, body, at), publicUrl),
  });

const transfers = endpoint({
  method: 'get',
  path: '/transfers',
  summary: 'Money that came in; state=review: what a person has to look at, with the orders it may be meant for',
  tag: 'payments',
  who: everybody,
  query: TransfersQuery,
  answer: listAnswer(TransferView),
  problems: [],
  handle: async ({ actor, query: { state, limit, after } }) => {
    const wanted = { limit: limit + 1, ...(state && { state }), ...(after !== undefined && { after }) };
    const { data, hasMore } = toList(await listTransfers(actor, wanted), limit);
    return { data: await Promise.all(data.map(presentTransfer)), hasMore };
  },
});

const matching = endpoint({
  method: 'post',
  path: '/transfers/{id}/match',
  summary: 'Say which order a transfer pays',
  tag: 'payments',
  who: sellers,
  params: TransferParams,
  body: MatchTransfer,
  status: 201,
  answer: TransferView,
  problems: [
    'transfer-not-found',
    'order-not-found',
    'not-yours',
    'pin-needed',
    'transfer-settled',
    'transfer-order-paid',
    'transfer-order-refused',
    'order-busy',
  ],
  handle: async ({ actor, params, body, at }) =>
    presentTransfer(await matchTransfer(actor, params.id, body.orderNumber, at)),
});

const confirming = endpoint({
  method: 'post',
  path: '/orders/{number}/payment',
  summary: 'The seller confirms that the money has come',
  tag: 'orders',
  who: sellers,
  params: OrderParams,
  body: nothing,
  status: 201,
  answer: PaidView,
  problems: ['order-not-found', 'not-yours', 'pin-needed', 'order-takes-no-payment', 'order-busy'],
  handle: async ({ actor, params, at }) => {
    const order = await confirmReceived(actor, params.number, at);
    const intent = await findIntentForOrder(order.number);
    return {
      number: order.number,
      state: order.state,
      paidAt: (order.paidAt ?? at).toISOString(),
      ...(intent && { payment: intent.state }),
    };
  },
});

const presentConnection = (connection: BankConnection, publicUrl: string): z.input<typeof ConnectionView> => ({
  id: connection.id,
  provider: connection.provider,
  accounts: connection.accounts,
  webhookUrl: webhookUrl(publicUrl, connection),
  createdAt: connection.createdAt.toISOString(),
  ...(connection.lastMessageAt && { lastMessageAt: connection.lastMessageAt.toISOString() }),
});

async function presentTransfer(transfer: Transfer): Promise<z.input<typeof TransferView>> {
  const suggestions = await suggestionsFor(transfer);
  return {
    id: transfer.id,
    provider: transfer.provider,
    reference: transfer.reference,
    amountVnd: transfer.amountVnd,
    accountNumber: transfer.accountNumber,
    content: transfer.content,
    receivedAt: transfer.receivedAt.toISOString(),
    state: transfer.state === 'kept' ? 'review' : transfer.state,
    ...(transfer.reason && { reason: transfer.reason }),
    ...(transfer.orderNumber && { orderNumber: transfer.orderNumber }),
    ...(transfer.intentId && { intentId: transfer.intentId }),
    ...(transfer.partOf && { partOf: transfer.partOf }),
    ...(transfer.isShared && { divided: true as const }),
    ...(suggestions.length > 0 && { suggestions: suggestions.map(presentSuggestion) }),
  };
}

const presentSuggestion = ({ orderNumber, reference, amountVnd, why }: Suggestion) => ({
  ...(orderNumber && { orderNumber }),
  reference,
  amountVnd,
  why,
});
