import { randomUUID } from 'node:crypto';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { nothing, objectId, text, wholeNumber } from '../../http/fields.ts';
import { formPage, type PageContext } from '../../http/form-page.ts';
import { localsOf } from '../../http/locals.ts';
import { sentence } from '../../http/messages.ts';
import { render } from '../../http/views.ts';
import { pinAgain } from '../../identity/pin-again.ts';
import { listSellers } from '../../identity/sellers.ts';
import type { Services } from '../../services.ts';
import { keyScopes } from './api-key.ts';
import { listApiKeys, makeApiKey, revokeApiKey } from './api-keys.ts';
import { accountIdOf } from './payment-intent-view.ts';

const who = ['officer'] as const;
const path = '/khoa-thanh-toan';
const view = 'payments/api-keys';

const MakeApiKeyForm = z.strictObject({
  name: text(60),
  scope: z.enum(keyScopes).default('payments'),
  sellerId: objectId.optional(),
  perMinute: wholeNumber.pipe(z.number().min(1).max(600)).optional(),
});

/** `/khoa-thanh-toan`: the officer gives programs keys to the payments API, and takes them away. */
export function apiKeyPages(services: Services): Router {
  const { production, payments } = services.config;
  const load = (context: PageContext<typeof who>) => loadKeys(context, payments.apiKey !== null);
  return Router().use(
    formPage({
      path,
      who,
      schema: MakeApiKeyForm,
      pinAgain,
      view,
      shown: load,
      render: (_data, { response }) => titled(response),
      submit: async ({ actor, body, requestId, at }) => {
        const { name, scope, sellerId = null, perMinute } = body;
        const made = { name, production, requestId: requestId ?? randomUUID() };
        // Figures are the whole commune's.
        if (scope === 'payments') return makeApiKey(actor, { ...made, sellerId }, at);
        return makeApiKey(actor, { ...made, sellerId: null, scope, ...(perMinute && { perMinute }) }, at);
      },
      // The answer itself is the only place where the key ever stands.
      answer: (secret, { response }) => {
        response.setHeader('Cache-Control', 'no-store');
        render(response, 'payments/api-key-made', { secret, url: services.config.publicUrl }, titled(response));
      },
    }),
    formPage({
      path: `${path}/:id/thu-hoi`,
      who,
      get: false,
      schema: nothing,
      pinAgain,
      view,
      shown: load,
      submit: async ({ actor, params, at }) => {
        await revokeApiKey(actor, params.id ?? '', at);
        return path;
      },
    }),
  );
}

async function loadKeys({ actor, language }: PageContext<typeof who>, hasSetting: boolean) {
  const [keys, sellers] = await Promise.all([listApiKeys(actor), listSellers()]);
  const names = new Map(sellers.map(({ id, name }) => [id, name]));
  return {
    hasSetting,
    keys: keys.map((key) => ({ ...key, seller: key.sellerId === null ? null : (names.get(key.sellerId) ?? '?') })),
    scopes: keyScopes.map((value) => ({ value, title: sentence(language, `payments.keys.scopes.${value}`) })),
    sellers: sellers.map(({ id, name }) => ({ value: id, title: name, account: accountIdOf(id) })),
  };
}

const titled = (response: Response) => ({ title: sentence(localsOf(response).language, 'payments.keys.title') });
