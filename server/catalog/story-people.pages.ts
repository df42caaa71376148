import { Router } from 'express';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { consentWays, recordConsent, withdrawConsent } from './consents.ts';
import { ConsentForm, ContactForm, StoryButtonForm } from './story-forms.schemas.ts';
import type { ShelfPage, ShelfPlace } from './story-page.ts';

/** `…/nguoi` writes down who agreed to be named or seen, `…/nguoi/rut` that somebody took it back. */
export const peoplePages = <D extends ShelfPlace>(path: string, page: ShelfPage<D>): Router =>
  Router().use(recordPage(path, page)).use(withdrawPage(path, page));

const recordPage = <D extends ShelfPlace>(path: string, { who, load, takesPhones }: ShelfPage<D>) =>
  formPage({
    path: `${path}/nguoi`,
    who,
    view: 'catalog/story-person',
    schema: takesPhones ? ContactForm : ConsentForm,
    load,
    shown: ({ language, at }) =>
      Promise.resolve({
        takesPhones,
        ways: consentWays.map((value) => ({ value, title: sentence(language, `stories.ways.${value}`) })),
        defaults: { givenOn: dayOf(at), way: 'in-person' },
      }),
    render: (_data, { language }) => ({ title: sentence(language, 'stories.add-person') }),
    submit: async ({ actor, body, at, requestId, language }, { owned, url }) => {
      const { showsPhone, ...person } = { showsPhone: false, ...body };
      const agreed = { words: agreedWords({ ...person, showsPhone }, language), language };
      await recordConsent(actor, owned.owner, { ...person, agreed }, { at, requestId });
      return `${url}#nguoi`;
    },
  });

/** What the ticks say. */
const agreedWords = (
  said: { showsName: boolean; showsFace: boolean; showsPhone: boolean },
  language: Language,
): string =>
  [
    said.showsName && 'stories.shows-name',
    said.showsFace && 'stories.shows-face',
    said.showsPhone && 'stories.shows-phone',
  ]
    .flatMap((key) => (key ? [sentence(language, key)] : []))
    .join('; ');

const withdrawPage = <D extends ShelfPlace>(path: string, { who, view, load, shown }: ShelfPage<D>) =>
  formPage({
    path: `${path}/nguoi/rut`,
    who,
    get: false,
    view,
    schema: StoryButtonForm,
    load,
    shown,
    submit: async ({ actor, body, at }, { owned, url }) => {
      await withdrawConsent(actor, owned.owner, body.one, at);
      return `${url}#nguoi`;
    },
  });
