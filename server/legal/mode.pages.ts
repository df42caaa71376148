import type { Router } from 'express';
import { z } from 'zod';
import { countUnscreened } from '../catalog/listings.ts';
import type { Config } from '../config.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { countUnidentified } from '../identity/identity-checks.ts';
import { pinAgain } from '../identity/pin-again.ts';
import type { Language } from '../language.ts';
import { countOpenOrders } from '../orders/orders.ts';
import { type ModeRules, modes, platformNow, platformSource, rulesOf } from '../platform.ts';
import { chooseMode, chosenMode, lackingFor } from './modes.ts';

const path = '/che-do';

/** As what the market is run: what each way changes, what it still lacks and what is under way, before it is chosen. */
export const modePages = (config: Config): Router =>
  formPage({
    path,
    who: ['officer'],
    schema: z.strictObject({ mode: z.enum(modes, 'required') }),
    pinAgain,
    view: 'legal/mode',
    shown: async ({ query, language, at }) => ({
      saved: query['da-luu'] === '1',
      isSet: config.platformMode !== null,
      defaults: { mode: platformNow().mode ?? undefined },
      ways: await Promise.all(modes.map((mode) => wayOf(mode, language, at))),
      openOrders: await countOpenOrders(),
      current: platformNow().mode && sentence(language, `legal.mode.${platformNow().mode}.title`),
      asOf: platformSource.asOf,
      history: (await chosenMode()).history.toReversed().map(({ at: when, by, mode }) => ({
        at: when,
        by,
        title: sentence(language, `legal.mode.${mode}.title`),
      })),
    }),
    submit: async ({ actor, body, at }) => {
      await chooseMode(actor, body.mode, config, at);
      return `${path}?da-luu=1`;
    },
    render: (_data, { language }) => ({ title: sentence(language, 'legal.mode.title') }),
  });

async function wayOf(mode: (typeof modes)[number], language: Language, at: Date) {
  const facts = await lackingFor(mode, dayOf(at));
  const rules = rulesOf(mode);
  const say = (part: string) => sentence(language, `legal.mode.${mode}.${part}`);
  return {
    value: mode,
    title: say('title'),
    hint: say('text'),
    stops: say('stops'),
    lacks: facts.map((id) => sentence(language, `legal.group.${id}`)),
    asks: rules.identifies || rules.screens ? await askedIn(rules, language) : [],
  };
}

/** What has to be done seller by seller and product by product before it shows or sells in such a market, with what waits. */
async function askedIn({ identifies, screens }: ModeRules, language: Language): Promise<string[]> {
  return [
    ...(identifies ? [sentence(language, 'legal.mode.asks.identifies', { n: await countUnidentified() })] : []),
    ...(screens ? [sentence(language, 'legal.mode.asks.screens', { n: await countUnscreened() })] : []),
  ];
}
