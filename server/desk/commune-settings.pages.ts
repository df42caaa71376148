import type { Router } from 'express';
import { z } from 'zod';
import { wholeNumber } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { getRetention, retentionLimits, setRetention } from '../orders/orders.ts';

const path = '/cai-dat-xa';
const { usual, least, most } = retentionLimits;
const Retention = z.strictObject({
  months: wholeNumber,
  allSmall: z.literal('yes').optional(),
});

/** What holds for the whole commune and is the officer's to decide: a section each, with the book of who changed it. */
export const communeSettingsPages = (): Router =>
  formPage({
    path,
    who: ['officer'],
    schema: Retention,
    pinAgain,
    view: 'desk/commune-settings',
    shown: async ({ query }) => {
      const { months, history } = await getRetention();
      // The word that every seller is small is asked anew each time: no box is ticked beforehand.
      return {
        usual,
        least,
        most,
        history: history.toReversed(),
        saved: query['da-luu'] === '1',
        defaults: { months },
      };
    },
    submit: async ({ actor, body, at }) => {
      await setRetention(actor, { months: body.months, allSmall: body.allSmall === 'yes' }, at);
      return `${path}?da-luu=1`;
    },
  });
