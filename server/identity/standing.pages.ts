import { Router } from 'express';
import { z } from 'zod';
import { dayOf } from '../format.ts';
import { day, lines, nothing, text } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import type { Language } from '../language.ts';
import {
  checksIdentityOf,
  identityKinds,
  identityOf,
  identityWays,
  recordIdentity,
  requireChecker,
  standingRules,
} from './identity-checks.ts';
import { pinAgain } from './pin-again.ts';
import { getSeller, mayActFor, mayLookAt, type Seller } from './sellers.ts';
import { rowOf, standingsPages } from './standings.pages.ts';
import { earliestSuspension, liftSuspension, suspendSeller, suspensionsOf } from './suspensions.ts';

const path = '/nguoi-ban';
const staff = ['cooperative', 'officer'] as const;

const IdentityForm = z.strictObject({
  kind: z.enum(identityKinds, 'required'),
  way: z.enum(identityWays, 'required'),
  on: day,
  legalName: text(120),
  bornOn: day.optional(),
  number: text(40),
  validUntil: day.optional(),
  taxCode: text(20).optional(),
  address: text(300),
});

const SuspensionForm = z.strictObject({
  from: day,
  reason: lines(1000),
  authority: text(200).optional(),
});

/** `/nguoi-ban…`: who each seller is, as somebody confirmed it, and whose stall is suspended. */
export const standingPages = (): Router =>
  Router().use(standingsPages()).use(sellerPage()).use(identityPage()).use(suspensionPage()).use(liftingPage());

const sellerPage = (): Router =>
  Router().get(`${path}/:id`, requireRole(...everybody), async (request, response) => {
    const actor = actorOf(request);
    const { language } = localsOf(response);
    const seller = await getSeller(String(request.params.id));
    const [identity, suspensions] = [await identityOf(actor, seller.id), await suspensionsOf(seller.id)];
    render(
      response,
      'identity/standing',
      {
        seller: { id: seller.id, ...rowOf(seller), address: seller.address },
        identity: identity && { ...identity, kind: sentence(language, `standing.kind.${identity.kind}`) },
        suspensions: suspensions.map((one) => ({ ...one, from: dayOf(one.from), toldOn: dayOf(one.toldAt) })),
        checks: checksIdentityOf(actor, seller),
        mayRename: await mayLookAt(actor, seller.id),
        isOfficer: actor.role === 'officer',
        mayComplain: await mayActFor(actor, seller.id),
      },
      { title: seller.name },
    );
  });

async function checked({ actor, params }: PageContext<typeof staff>) {
  const seller = await getSeller(params.id ?? '');
  await requireChecker(actor, seller);
  return named(seller);
}

const named = ({ id, name }: Seller) => ({ seller: { id, name } });

const identityPage = () =>
  formPage({
    path: `${path}/:id/danh-tinh`,
    who: staff,
    schema: IdentityForm,
    // What a document says is typed once and shown to nobody who looks over a shoulder.
    pinAgain,
    view: 'identity/identify',
    load: checked,
    shown: async ({ language, at }, { seller }) => ({
      kinds: optionsOf('kind', identityKinds, language),
      ways: optionsOf('way', identityWays, language),
      asOf: standingRules.asOf,
      electronicFrom: standingRules.electronicFrom,
      defaults: { on: dayOf(at), legalName: seller.name },
    }),
    submit: async ({ actor, body, at }, { seller }) => {
      const { bornOn = null, validUntil = null, taxCode = null, ...rest } = body;
      await recordIdentity(actor, seller.id, { ...rest, bornOn, validUntil, taxCode }, at);
      return `${path}/${seller.id}`;
    },
    render: ({ seller }, { language }) => ({ title: sentence(language, 'standing.identify', { name: seller.name }) }),
  });

const optionsOf = (of: string, values: readonly string[], language: Language) =>
  values.map((value) => ({
    value,
    title: sentence(language, `standing.${of}.${value}`),
    hint: sentence(language, `standing.${of}-hint.${value}`),
  }));

const suspensionPage = () =>
  formPage({
    path: `${path}/:id/tam-ngung`,
    who: ['officer'],
    schema: SuspensionForm,
    pinAgain,
    view: 'identity/suspend',
    load: async ({ params }) => named(await getSeller(params.id ?? '')),
    shown: async ({ at }) => ({
      days: standingRules.suspensionNoticeDays,
      asOf: standingRules.asOf,
      defaults: { from: earliestSuspension(dayOf(at)) },
    }),
    submit: async ({ actor, body, at }, { seller }) => {
      await suspendSeller(actor, seller.id, { ...body, authority: body.authority ?? null }, at);
      return `${path}/${seller.id}`;
    },
    render: ({ seller }, { language }) => ({ title: sentence(language, 'standing.suspend', { name: seller.name }) }),
  });

const liftingPage = () =>
  formPage({
    path: `${path}/:id/mo-lai`,
    who: ['officer'],
    schema: nothing,
    pinAgain,
    view: 'identity/lift',
    load: async ({ params }) => named(await getSeller(params.id ?? '')),
    submit: async ({ actor, at }, { seller }) => {
      await liftSuspension(actor, seller.id, at);
      return `${path}/${seller.id}`;
    },
    render: ({ seller }, { language }) => ({ title: sentence(language, 'standing.lift', { name: seller.name }) }),
  });
