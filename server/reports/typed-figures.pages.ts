import type { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { pick } from '../language.ts';
import { findTypedKind, typedKinds } from './indicator.ts';
import { TypedFigureForm } from './reports.schemas.ts';
import { figureBook, keepFigure } from './typed-figures.ts';

const path = '/chi-so/nhap';

/** `/chi-so/nhap`: wholes and what happened elsewhere, typed by the officer, with the book of who typed what. */
export const typedFigurePages = (): Router =>
  formPage({
    path,
    who: ['officer'],
    schema: TypedFigureForm,
    view: 'reports/typed-figures',
    shown: async ({ language, query }) => ({
      saved: query['da-luu'] === '1',
      kinds: typedKinds.map(({ key, name, unit }) => ({ value: key, title: `${pick(name, language)} (${unit})` })),
      book: (await figureBook(100)).map(({ key, from, to, value, note, by, at, overAt }) => {
        const kind = findTypedKind(key);
        const name = kind ? pick(kind.name, language) : key;
        return {
          name,
          unit: kind?.unit ?? '',
          from,
          to: from === to ? null : to,
          value,
          note,
          by,
          at,
          over: overAt !== null,
        };
      }),
    }),
    submit: async ({ actor, body, at }) => {
      const { to = null, note = null, ...rest } = body;
      await keepFigure(actor, { ...rest, to, note }, at);
      return `${path}?da-luu=1`;
    },
  });
