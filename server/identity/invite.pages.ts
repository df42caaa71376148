import { type RequestHandler, Router } from 'express';
import { emptyForm } from '../http/empty-form.ts';
import { readFormKey } from '../http/form-key.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { sentFields } from '../http/sent-fields.ts';
import { setSessionCookie } from '../http/session.ts';
import { render } from '../http/views.ts';
import { viewOf } from '../press/qr.ts';
import type { Services } from '../services.ts';
import { closeSession, renewLookupCodes, requireFresh } from './accounts.ts';
import { deviceOf } from './device.pages.ts';
import { RedeemInvite } from './identity.schemas.ts';
import { inviteCardsPages } from './invite-cards.pages.ts';
import { createInvite, openInvite, redeemInvite } from './invites.ts';
import { getPerson } from './members.ts';
import { freshFirst, titled } from './page-parts.pages.ts';

/** Inviting (`/moi-nguoi/{accountId}`), being invited (`/moi/{token}`), and the paper codes of staff (`/ma-du-phong`). */
export const invitePages = (services: Services): Router =>
  Router()
    .use(redeemPage(services))
    .use(confirmInvitePage(services))
    .use(inviteCardsPages(services))
    .post('/moi-nguoi/:id', requireRole('cooperative', 'officer'), printInvite(services))
    .get('/ma-du-phong', requireRole('cooperative', 'officer'), freshFirst, lookupCodesPage(services, false))
    .post('/ma-du-phong', requireRole('cooperative', 'officer'), lookupCodesPage(services, true));

const redeemPage = (services: Services) =>
  formPage({
    path: '/moi/:token',
    who: 'anyone',
    schema: RedeemInvite,
    view: 'identity/redeem-invite',
    browser: (request, response) => deviceOf(request, response, services.config),
    load: async ({ params, request, response, at }) => {
      // Before the choice: if the answer to it is lost on the way, this phone is bound all the same.
      const device = deviceOf(request, response, services.config);
      const invite = await openInvite(params.token ?? '', at);
      return { device, ...invite, qr: invite.totp && viewOf(invite.totp.uri) };
    },
    submit: async ({ actor, params, body, response, at }, { device }) => {
      const { token } = await redeemInvite(params.token ?? '', body, device, at);
      if (actor) await closeSession(actor);
      setSessionCookie(response, token, services.config);
      return '/ban-lam-viec';
    },
    render: (invite, { response }) => titled(response, 'redeem.title', invite),
  });

/** Asks first: inviting signs the old phone out. */
const confirmInvitePage = (services: Services): Router =>
  Router().get('/moi-nguoi/:id', requireRole('cooperative', 'officer'), freshFirst, async (request, response) => {
    const actor = actorOf(request);
    const person = await getPerson(actor, String(request.params.id), services.now());
    render(
      response,
      'identity/confirm-invite',
      { person, form: emptyForm(response) },
      titled(response, 'invite.title', person),
    );
  });

// The link is shown in the answer itself and nowhere else: in an address it would stay in histories and logs.
const printInvite =
  (services: Services): RequestHandler<{ id: string }> =>
  async (request, response) => {
    const actor = actorOf(request);
    readFormKey(sentFields(request)._key, response);
    requireFresh(actor, services.now());
    const invite = await createInvite(actor, request.params.id, services.now());
    const url = services.config.publicUrl + invite.path;
    render(
      response,
      'identity/print-invite',
      { ...invite, url, qr: viewOf(url) },
      titled(response, 'invite.print-title', invite),
    );
  };

const lookupCodesPage =
  (services: Services, renew: boolean): RequestHandler =>
  async (request, response) => {
    const actor = actorOf(request);
    requireFresh(actor, services.now());
    if (renew) readFormKey(sentFields(request)._key, response);
    const codes = renew ? await renewLookupCodes(actor.accountId) : null;
    render(response, 'identity/lookup-codes', { codes, form: emptyForm(response) }, titled(response, 'codes.title'));
  };
