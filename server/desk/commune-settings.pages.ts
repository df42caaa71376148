import type { Router } from 'express';
import { z } from 'zod';
import { wholeNumber } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { getRetention, retentionLimits, setRetention } from '../orders/orders.ts';

const path = '/cai-dat-xa';
const { least, most } = retentionLimits;
const Retention = z.strictObject({
  months: wholeNumber.pipe(z.number().min(least, 'months-out-of-range').max(most, 'months-out-of-range')),
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
      return { least, most, history: history.toReversed(), saved: query['da-luu'] === '1', defaults: { months } };
    },
    submit: async ({ actor, body, at }) => {
      await setRetention(actor, body.months, at);
      return `${path}?da-luu=1`;
    },
  });
