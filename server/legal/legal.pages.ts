import { Router } from 'express';
import { z } from 'zod';
import { calendarEndIn, deadlinesIn, workingTimeIn } from '../complaints/deadlines.pages.ts';
import type { Config } from '../config.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { lines, text } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { listSellers } from '../identity/sellers.ts';
import { whyNotSelling } from '../identity/selling.ts';
import type { Language } from '../language.ts';
import { sellersWithReturnRules } from '../orders/return-rules.ts';
import type { Services } from '../services.ts';
import { findGroup, type Group, groups, groupsSource } from './groups.ts';
import { modePages } from './mode.pages.ts';
import { confirmedOn, confirmGroup, holding, type Version, versionsOf } from './published.ts';
import { saidFacts, saidOf } from './sections.pages.ts';
import { sensitivePages } from './sensitive.pages.ts';

const path = '/phap-ly';
const OwnWords = z.strictObject({ text: lines(5000).optional() });

/** The fields of a group's form: words of one's own, what has to be said, what may be. */
const formOf = ({ facts, mayTell }: Group) =>
  OwnWords.extend({
    ...Object.fromEntries(facts.map((name) => [name, text(300)])),
    ...Object.fromEntries(mayTell.map((name) => [name, text(300).optional()])),
  });

/** What the law wants a market to say of itself, the officer's page behind each part, and as what the market is run. */
export function legalPages({ config, now }: Services): Router {
  const router = Router();
  router.get(path, async (_request, response) => {
    const { language, actor } = localsOf(response);
    const confirmed = await confirmedOn(dayOf(now()));
    const rows = groups.map((group) => ({
      url: `${path}/${group.slug}`,
      name: nameOf(group, language),
      confirmed: confirmed.has(group.id),
    }));
    render(response, 'legal/index', { rows, isOfficer: actor?.role === 'officer' }, { title: titleIn(language) });
  });
  router.get(`${path}/:slug`, async (request, response) => {
    const { language, actor } = localsOf(response);
    const group = getGroup(request.params.slug);
    const data = await pageOf(group, await versionsOf(group), { config, language, at: now() });
    const isOfficer = actor?.role === 'officer';
    const editUrl = `${path}/${group.slug}/sua`;
    render(response, 'legal/group', { ...data, isOfficer, editUrl }, { title: nameOf(group, language) });
  });
  return router.use(editing(config), modePages(config), sensitivePages());
}

const titleIn = (language: Language): string => sentence(language, 'legal.title');
const nameOf = ({ id }: Group, language: Language): string => sentence(language, `legal.group.${id}`);

function getGroup(slug: string | undefined): Group {
  const group = findGroup(slug ?? '');
  if (!group) throw missing('page-not-found');
  return group;
}

interface Telling {
  config: Config;
  language: Language;
  at: Date;
}

async function pageOf(group: Group, versions: readonly Version[], { config, language, at }: Telling) {
  const { now, next } = holding(versions, dayOf(at));
  const domain = new URL(config.publicUrl).host;
  return {
    name: nameOf(group, language),
    article: group.article === '–' ? null : group.article,
    said: saidOf(group, await saidFacts(domain, language), language),
    deadlines: group.id === 'complaints' ? deadlinesIn(language) : [],
    workingTime: workingTimeIn(language),
    calendarEnd: calendarEndIn(language),
    sellers: group.id === 'returns' ? await sellersSaying(at) : [],
    now: now && shown(group, now, language),
    told: now === null ? factsIn(group, {}, language) : [],
    next: next && shown(group, next, language),
    older: versions.filter(({ number }) => number < (now?.number ?? 0)).map((one) => shown(group, one, language)),
  };
}

/** Whose own rules of return may concern somebody: who sells here now and has said something. */
async function sellersSaying(at: Date) {
  const saying = new Set(await sellersWithReturnRules());
  return (await listSellers())
    .filter((seller) => saying.has(seller.id) && !seller.isErased && whyNotSelling(seller, at) === null)
    .map(({ name, village, slug }) => ({ name, village, url: `/ho/${slug}#doi-tra` }));
}

const shown = (group: Group, { number, from, text: own, facts }: Version, language: Language) => ({
  number,
  from,
  own,
  facts: factsIn(group, facts, language),
});

function factsIn({ facts: asked, mayTell }: Group, said: Readonly<Record<string, string>>, language: Language) {
  const names = [...asked, ...mayTell];
  const none = mayTell[0];
  return names.flatMap((name) => {
    const value = said[name] ?? (name === none ? sentence(language, `legal.none.${name}`) : null);
    return value === null ? [] : [{ name: sentence(language, `legal.facts.${name}`), value }];
  });
}

// The operator's page asks for its facts; all others only for words of one's own.
const editing = (config: Config): Router =>
  formPage({
    path: `${path}/:slug/sua`,
    who: ['officer'],
    schema: ({ group }: { group: Group }) => formOf(group),
    pinAgain,
    view: 'legal/edit',
    load: ({ params }) => Promise.resolve({ group: getGroup(params.slug) }),
    shown: async ({ language, at }, { group }) => {
      const versions = await versionsOf(group);
      const last = versions.at(-1);
      return {
        ...(await pageOf(group, versions, { config, language, at })),
        action: `${path}/${group.slug}/sua`,
        asked: group.facts.map((name) => ({ name, label: `legal.facts.${name}` })),
        mayTell: group.mayTell.map((name) => ({ name, label: `legal.facts.${name}` })),
        days: group.noticeDays,
        asOf: groupsSource.asOf,
        formTitle: sentence(language, 'legal.edit.title', { group: nameOf(group, language) }),
        defaults: { text: last?.text, ...last?.facts },
      };
    },
    submit: async ({ actor, body, at }, { group }) => {
      const { text: own = '', ...given } = body as { text?: string } & Record<string, string | undefined>;
      const facts = Object.fromEntries(
        Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])),
      );
      await confirmGroup(actor, group, { text: own, facts }, at);
      return `${path}/${group.slug}`;
    },
    render: ({ group }, { language }) => ({ title: nameOf(group, language) }),
  });
