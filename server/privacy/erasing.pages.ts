import { Router } from 'express';
import { z } from 'zod';
import { backupsKept } from '../database/daily-backup.ts';
import { invalid } from '../errors.ts';
import { objectId, readBy } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { readOwnPhone } from '../identity/phone.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { listSellers } from '../identity/sellers.ts';
import { eraseBuyer, eraseHousehold } from './erasing.ts';

const path = '/xoa-du-lieu';

const ErasingForm = z.strictObject({
  who: z.enum(['household', 'buyer'], 'required'),
  household: objectId.optional(),
  phone: readBy(readOwnPhone, 40).optional(),
  sure: z.literal('yes').optional(),
});

/** `/xoa-du-lieu`: the officer erases a household or a buyer who asked for it, after reading what goes and what stays. */
export const erasingPages = (): Router =>
  Router().use(
    formPage({
      path,
      who: ['officer'],
      schema: ErasingForm,
      pinAgain,
      view: 'privacy/erase',
      shown: async ({ query, language }) => {
        const households = (await listSellers()).filter(({ kind, isErased }) => kind === 'household' && !isErased);
        return {
          done: query['da-xoa'] === '1',
          backupDays: backupsKept,
          whom: ['household', 'buyer'].map((value) => ({
            value,
            title: sentence(language, `privacy.erase.who.${value}`),
            hint: sentence(language, `privacy.erase.hint.${value}`),
          })),
          households: households.map(({ id, name, village }) => ({ value: id, title: `${name}, ${village}` })),
        };
      },
      submit: async ({ actor, body, at }) => {
        const { who, household, phone, sure } = body;
        const lacks = who === 'household' ? household === undefined && '/household' : phone === undefined && '/phone';
        if (lacks) throw invalid('mistakes', {}, [{ pointer: lacks, code: 'required' }]);
        if (!sure) throw invalid('mistakes', {}, [{ pointer: '/sure', code: 'consent-needed' }]);
        if (who === 'household') await eraseHousehold(actor, household ?? '', at);
        else await eraseBuyer(actor, phone ?? '', at);
        return `${path}?da-xoa=1`;
      },
      render: (_data, { language }) => ({ title: sentence(language, 'privacy.erase.title') }),
    }),
  );
