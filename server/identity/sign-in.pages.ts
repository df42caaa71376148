import { type RequestHandler, Router } from 'express';
import { afterCookie, isCookieless } from '../http/cookies.ts';
import { formPage } from '../http/form-page.ts';
import { everybody, visitor } from '../http/guard.ts';
import { leadsToKept } from '../http/kept-form.ts';
import { localPath } from '../http/local-path.ts';
import { clearSessionCookie, setSessionCookie } from '../http/session.ts';
import type { Services } from '../services.ts';
import { closeSession, confirmIdentity, getAccount, signIn } from './accounts.ts';
import { deviceOf } from './device.pages.ts';
import { ConfirmIdentity, SignIn } from './identity.schemas.ts';
import { titled } from './page-parts.pages.ts';
import { asMistake } from './pin-again.ts';

const desk = '/ban-lam-viec';

/** `/dang-nhap`, `/dang-xuat` and `/ma-pin`, where money and deletion send who gave the PIN too long ago. */
export const signInPages = (services: Services): Router =>
  Router().use(signInPage(services)).use(confirmPage(services)).post('/dang-xuat', signOut(services));

const signInPage = (services: Services) =>
  formPage({
    path: '/dang-nhap',
    who: 'anyone',
    schema: SignIn,
    view: 'identity/sign-in',
    browser: (request, response) => deviceOf(request, response, services.config),
    shown: async ({ query, request }) => {
      const staff = query.vai === 'can-bo';
      const next = localPath(query.next);
      return {
        staff,
        other: addressWith({ next, vai: staff ? null : 'can-bo' }),
        kept: leadsToKept(next),
        cookieless: isCookieless(request),
      };
    },
    submit: async ({ actor, body, query, request, response, at, requestId }) => {
      const device = deviceOf(request, response, services.config);
      const { token } = await signIn({ ...body, device, actor }, at).catch(asMistake);
      if (actor) await closeSession(actor);
      setSessionCookie(response, token, services.config);
      const next = localPath(query.next) ?? desk;
      // The form's page gave this browser a cookie already: without it the next page would only lead back here, for ever.
      const isDeaf = requestId !== null && request.headers.cookie === undefined;
      return isDeaf ? afterCookie(request, addressWith({ next, vai: null })) : next;
    },
    render: (_data, { response }) => titled(response, 'sign-in.title'),
  });

const confirmPage = (services: Services) =>
  formPage({
    path: '/ma-pin',
    who: everybody,
    schema: ConfirmIdentity,
    view: 'identity/confirm-identity',
    shown: async ({ actor, query, at }) => {
      const { hasTotp } = await getAccount(actor.accountId, at);
      return { staff: actor.role !== 'household', hasTotp, name: actor.name, kept: leadsToKept(query.next) };
    },
    submit: async ({ actor, body, query, response, at }) => {
      const token = await confirmIdentity(actor, body, at).catch(asMistake);
      setSessionCookie(response, token, services.config);
      return localPath(query.next) ?? desk;
    },
    render: (_data, { response }) => titled(response, 'confirm.title'),
  });

const signOut =
  ({ config }: Services): RequestHandler =>
  async (request, response) => {
    const actor = visitor(request);
    if (actor) await closeSession(actor);
    clearSessionCookie(response, config);
    // Nothing of this person stays on a shared phone; entries that still wait to be sent (storage) do.
    response.setHeader('Clear-Site-Data', '"cache"');
    response.redirect(303, '/');
  };

function addressWith(query: Record<string, string | null>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/dang-nhap${given.length > 0 ? '?' : ''}${new URLSearchParams(given).toString()}`;
}
