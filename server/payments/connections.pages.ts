import { Router } from 'express';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import { addBankConnection, listBankConnections, removeBankConnection } from './bank-connections.ts';
import { connectable, type Proof, type Provider, titleOfProvider } from './bank-providers.ts';
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
      shown: load,
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
      shown: load,
      submit: async ({ actor, params, at }) => {
        await removeBankConnection(actor, params.id ?? '', at);
        return path;
      },
    }),
  );
}

async function loadConnections({ actor, at, language }: PageContext<typeof sellers>, publicUrl: string) {
  const account = actor.sellerId === null ? null : await findReceivingAccount(actor.sellerId, at);
  const connections = await listBankConnections(actor);
  return {
    account,
    connections: connections.map((connection) => ({
      id: connection.id,
      provider: titleOfProvider(connection.provider, language),
      accounts: connection.accounts.join(', '),
      url: webhookUrl(publicUrl, connection),
      lastMessageAt: connection.lastMessageAt,
      isOwn: connection.sellerId === actor.sellerId,
    })),
    providers: connectable.map(({ name, title }) => ({ value: name, title: pick(title, language) })),
    names: namesOf(connectable, language),
    sites: anyOf(
      connectable.flatMap(({ site }) => site ?? []),
      language,
    ),
    apiKey: provedBy('apiKey', language),
    secret: provedBy('secret', language),
    defaults: { provider: connectable[0]?.name, account: account?.number ?? '' },
  };
}

/** Which providers' messages can be proved so, and how each of them calls it; null when none's can. */
function provedBy(proof: Proof, language: Language) {
  const some = connectable.filter(({ proofs }) => proofs.includes(proof));
  if (some.length === 0) return null;
  return {
    names: namesOf(some, language),
    called: some
      .map(({ title, called }) => ({ provider: pick(title, language), word: called[proof] ?? '' }))
      .map((facts) => sentence(language, 'payments.connections.called', facts))
      .join(', '),
  };
}

const namesOf = (some: readonly Provider[], language: Language): string =>
  anyOf(
    some.map(({ title }) => pick(title, language)),
    language,
  );

/** `SePay hoặc Casso`. */
const anyOf = (texts: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'disjunction' }).format(texts);
