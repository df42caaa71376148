import { Router } from 'express';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { pinAgain } from '../identity/pin-again.ts';
import type { Services } from '../services.ts';
import { addBankConnection, listBankConnections, removeBankConnection } from './bank-connections.ts';
import { webhookUrl } from './payments.routes.ts';
import { AddConnectionForm } from './payments.schemas.ts';
import { findReceivingAccount } from './receiving-accounts.ts';

const path = '/noi-ngan-hang';

/** Leads a seller through connecting its account to a provider of bank messages. */
export function connectionPages(services: Services): Router {
  const load = (context: PageContext<typeof sellers>) => loadConnections(context, services.config.publicUrl);
  const view = 'payments/connections';
  return Router().use(
    formPage({
      path,
      who: sellers,
      schema: AddConnectionForm,
      secrets: ['apiKey', 'secret'],
      pinAgain,
      view,
      load,
      submit: async ({ actor, body: { account, ...wanted }, at }) => {
        await addBankConnection(actor, { ...wanted, accounts: [account] }, at);
        return path;
      },
    }),
    formPage({
      path: `${path}/:id/cat`,
      who: sellers,
      get: false,
      schema: nothing,
      pinAgain,
      view,
      load,
      submit: async ({ actor, params, at }) => {
        await removeBankConnection(actor, params.id ?? '', at);
        return path;
      },
    }),
  );
}

async function loadConnections({ actor, at }: PageContext<typeof sellers>, publicUrl: string) {
  const account = actor.sellerId === null ? null : await findReceivingAccount(actor.sellerId, at);
  const connections = await listBankConnections(actor);
  return {
    account,
    connections: connections.map((connection) => ({
      id: connection.id,
      provider: connection.provider,
      accounts: connection.accounts.join(', '),
      url: webhookUrl(publicUrl, connection),
      lastMessageAt: connection.lastMessageAt,
      isOwn: connection.sellerId === actor.sellerId,
    })),
    providers: [
      { value: 'sepay', title: 'SePay' },
      { value: 'casso', title: 'Casso' },
    ],
    defaults: { provider: 'sepay', account: account?.number ?? '' },
  };
}
