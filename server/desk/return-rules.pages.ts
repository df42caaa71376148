import type { Router } from 'express';
import { z } from 'zod';
import { dayOf } from '../format.ts';
import { lines, wholeNumber } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import {
  type ReturnVersion,
  returnLimits,
  returnLimitsAsOf,
  returnVersionsOf,
  setReturnRules,
} from '../orders/return-rules.ts';
import { returnWordsOf } from '../orders/return-words.pages.ts';
import { sellerAsked } from './seller-asked.ts';

const path = '/quy-dinh-doi-tra';
const ways = ['buyer', 'seller'] as const;

const Rules = z.strictObject({
  faultDays: wholeNumber,
  mindDays: wholeNumber,
  wayBack: z.enum(ways, 'required'),
  excluded: lines(300).optional(),
  warrantyMonths: wholeNumber,
  reach: lines(200).optional(),
});

/** `/quy-dinh-doi-tra`: what one of the sellers the person acts for says of goods that come back, within what has to be given. */
export const returnRulesPages = (): Router =>
  formPage({
    path,
    who: sellers,
    schema: Rules,
    view: 'desk/return-rules',
    load: async ({ actor, query }: PageContext<typeof sellers>) => {
      const { seller, ...place } = await sellerAsked(actor, query);
      return { seller: { id: seller.id, name: seller.name, slug: seller.slug }, ...place };
    },
    shown: async ({ language }, { seller }) => {
      const versions = await returnVersionsOf(seller.id);
      const { number: _number, at: _at, ...defaults } = versions.at(-1) ?? versions[0];
      return {
        limits: returnLimits,
        asOf: returnLimitsAsOf,
        ways: ways.map((value) => ({ value, title: sentence(language, `returns.by.${value}`) })),
        now: shown(versions.at(-1) ?? versions[0], language),
        older: versions.slice(1, -1).map((one) => shown(one, language)),
        defaults,
      };
    },
    submit: async ({ actor, body, at }, { seller }) => {
      const { excluded = '', reach = '', ...rest } = body;
      await setReturnRules(actor, seller.id, { ...rest, excluded, reach }, at);
      return `${path}?nguoi-ban=${seller.id}&da-luu=1`;
    },
    render: (_data, { language }) => ({ title: sentence(language, 'returns.form-title') }),
  });

const shown = (version: ReturnVersion, language: Language) => ({
  number: version.number,
  from: version.at && dayOf(version.at),
  words: returnWordsOf(version, language),
});
