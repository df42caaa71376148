import type { Router } from 'express';
import { z } from 'zod';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { refuseSensitive, sensitiveChoice } from './sensitive.ts';

const path = '/du-lieu-nhay-cam';

/** `/du-lieu-nhay-cam`: whether the market takes and shows faces, exact places and the people somebody belongs to. */
export const sensitivePages = (): Router =>
  formPage({
    path,
    who: ['officer'],
    schema: z.strictObject({ choice: z.enum(['taken', 'refused'], 'required') }),
    pinAgain,
    view: 'legal/sensitive',
    shown: async ({ query, language }) => {
      const { isRefused, history } = await sensitiveChoice();
      return {
        saved: query['da-luu'] === '1',
        ways: ['taken', 'refused'].map((value) => ({
          value,
          title: sentence(language, `sensitive.${value}`),
          hint: sentence(language, `sensitive.hint.${value}`),
        })),
        history: history.toReversed().map(({ at, by, isRefused: refused }) => ({
          at,
          by,
          says: sentence(language, refused ? 'sensitive.refused' : 'sensitive.taken'),
        })),
        defaults: { choice: isRefused ? 'refused' : 'taken' },
      };
    },
    submit: async ({ actor, body, at }) => {
      await refuseSensitive(actor, body.choice === 'refused', at);
      return `${path}?da-luu=1`;
    },
    render: (_data, { language }) => ({ title: sentence(language, 'sensitive.title') }),
  });
