import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { addShopLink } from '../catalog/shop-links.ts';
import { getChannel, titleOfChannel } from '../channels.ts';
import { dayOf } from '../format.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { mayActFor, villagesOf } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import type { Rows } from '../tables.ts';
import { badgeOf, saidStandings } from './onboarding.ts';
import {
  askedChannels,
  getOnboarding,
  noteOnboarding,
  onboardingsSeenBy,
  type SellerOnboardings,
} from './onboardings.ts';
import { OnboardingForm, OpenedForm } from './outreach.schemas.ts';

const path = '/binh-lu-digital';
const place = `${path}/:seller/:channel`;

/** `/binh-lu-digital…`: how far each household has come with a stall on each channel, and the help for it. */
export const onboardingPages = (): Router =>
  Router()
    .get(path, requireRole(...everybody), async (request, response) => {
      const { language } = localsOf(response);
      const village = typeof request.query.ban === 'string' ? request.query.ban.slice(0, 60) : '';
      const all = await onboardingsSeenBy(actorOf(request));
      const rows = village === '' ? all : all.filter(({ seller }) => seller.village === village);
      const villages = villagesOf(all.map(({ seller }) => seller));
      const data = {
        ...tableOf(rows, language),
        villages: villages.map((name) => ({ value: name, title: name, chosen: name === village })),
        hasVillages: villages.length > 1,
        mayPlan: actorOf(request).role === 'officer',
        mayTrain: actorOf(request).role !== 'household',
        today: dayOf(localsOf(response).services.now()),
      };
      render(response, 'outreach/onboardings', data, { title: sentence(language, 'outreach.onboarding.title') });
    })
    .use(filesPage())
    .use(onboardingPage(), openedPage());

const filesPage = (): Router =>
  Router().get(
    tableEndings.map((ending) => `${path}.${ending}`),
    requireRole(...everybody),
    async (request, response) => {
      const { language } = localsOf(response);
      const ending = tableEndings.find((one) => request.path.endsWith(one)) ?? 'xlsx';
      const rows = fileOf(await onboardingsSeenBy(actorOf(request)), language);
      await sendTable(response, ending, 'binh-lu-digital', rows);
    },
  );

const onboardingPage = () =>
  formPage({
    path: place,
    who: everybody,
    schema: OnboardingForm,
    view: 'outreach/onboarding',
    load,
    shown,
    render: ({ channel }, { language }) => ({ title: titleOfChannel(channel, language) }),
    submit: async ({ actor, body, at }, { seller, channel, url }) => {
      const { said, helper = null, looked } = body;
      await noteOnboarding(actor, { sellerId: seller.id, channel }, { said, helper, looked: looked === 'yes' }, at);
      return url;
    },
  });

// The seller's own address is added by who acts for the seller, as on the seller's own page.
const openedPage = () =>
  formPage({
    path: `${place}/duong-dan`,
    who: everybody,
    get: false,
    schema: OpenedForm,
    view: 'outreach/onboarding',
    load,
    shown,
    render: ({ channel }, { language }) => ({ title: titleOfChannel(channel, language) }),
    submit: async ({ actor, body, at }, { seller, channel, url }) => {
      await addShopLink(actor, { sellerId: seller.id }, { channel, url: body.url }, at);
      return url;
    },
  });

async function load({ actor, params }: Pick<PageContext<typeof everybody>, 'actor' | 'params'>) {
  const { seller = '', channel = '' } = params;
  const found = await getOnboarding(actor, seller, channel);
  return { ...found, channel, url: `${path}/${found.seller.id}/${channel}` };
}

async function shown(
  { actor, language }: { actor: Actor; language: Language },
  { seller, channel, onboarding }: Awaited<ReturnType<typeof load>>,
) {
  const { prepare, steps, time } = getChannel(channel);
  const mayOpen = await mayActFor(actor, seller.id);
  const products = mayOpen ? await listProducts({ sellerIds: [seller.id], limit: 50 }) : [];
  return {
    name: seller.name,
    village: seller.village,
    prepare,
    steps,
    time,
    mayOpen,
    badge: badgeOf(onboarding.standing),
    word: sentence(language, `outreach.standings.${onboarding.standing}`),
    kits: products.map(({ id, name }) => ({ url: `/hang-cua-toi/${id}/bo-ban/${channel}`, name })),
    choices: saidStandings.map((said) => ({
      value: said,
      title: sentence(language, `outreach.standings.${said}`),
    })),
    defaults: { said: onboarding.said, helper: onboarding.helper ?? '' },
  };
}

function tableOf(rows: readonly SellerOnboardings[], language: Language) {
  const open = (channel: string) =>
    rows.filter(({ onboardings }) => onboardings.some((one) => one.channel === channel && one.standing === 'open'));
  return {
    channels: askedChannels.map((channel) => ({
      title: titleOfChannel(channel, language),
      open: open(channel).length,
      of: rows.length,
    })),
    rows: rows.map(({ seller, onboardings }) => ({
      name: seller.name,
      village: seller.village,
      cells: onboardings.map((one) => ({
        ...one,
        url: `${path}/${seller.id}/${one.channel}`,
        badge: badgeOf(one.standing),
        word: sentence(language, `outreach.standings.${one.standing}`),
        title: titleOfChannel(one.channel, language),
      })),
    })),
  };
}

function fileOf(rows: readonly SellerOnboardings[], language: Language): Rows {
  const heading = (key: string) => sentence(language, `outreach.onboarding.${key}`);
  return [
    ['seller', 'village', 'channel', 'standing', 'helper', 'looked', 'looker'].map(heading),
    ...rows.flatMap(({ seller, onboardings }) =>
      onboardings.map(({ channel, standing, helper, lookedAt, lookedBy }) => [
        seller.name,
        seller.village,
        titleOfChannel(channel, language),
        sentence(language, `outreach.standings.${standing}`),
        helper,
        lookedAt ? { day: dayOf(lookedAt) } : null,
        lookedBy,
      ]),
    ),
  ];
}
