import { Router } from 'express';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { consentWays, recordConsent, withdrawConsent } from './consents.ts';
import { ConsentForm, StoryButtonForm } from './story-forms.schemas.ts';
import { type OwnedBy, storyOf } from './story-page.ts';

/** `…/chuyen/nguoi` writes down who agreed to be named or seen, `…/chuyen/nguoi/rut` that somebody took it back. */
export const peoplePages = (path: string, ownedBy: OwnedBy): Router =>
  Router().use(recordPage(path, ownedBy)).use(withdrawPage(path, ownedBy));

const recordPage = (path: string, ownedBy: OwnedBy) =>
  formPage({
    path: `${path}/chuyen/nguoi`,
    who: sellers,
    view: 'catalog/story-person',
    schema: ConsentForm,
    ...storyOf(path, ownedBy),
    shown: ({ language, at }) =>
      Promise.resolve({
        ways: consentWays.map((value) => ({ value, title: sentence(language, `stories.ways.${value}`) })),
        defaults: { givenOn: dayOf(at), way: 'in-person' },
      }),
    render: (_data, { language }) => ({ title: sentence(language, 'stories.add-person') }),
    submit: async ({ actor, body, at, requestId, language }, { owned, url }) => {
      const agreed = { words: agreedWords(body, language), language };
      await recordConsent(actor, owned.owner, { ...body, agreed }, { at, requestId });
      return `${url}#nguoi`;
    },
  });

/** What the ticks say. */
const agreedWords = (said: { showsName: boolean; showsFace: boolean }, language: Language): string =>
  [said.showsName && 'stories.shows-name', said.showsFace && 'stories.shows-face']
    .flatMap((key) => (key ? [sentence(language, key)] : []))
    .join('; ');

const withdrawPage = (path: string, ownedBy: OwnedBy) =>
  formPage({
    path: `${path}/chuyen/nguoi/rut`,
    who: sellers,
    get: false,
    view: 'catalog/story',
    schema: StoryButtonForm,
    ...storyOf(path, ownedBy),
    submit: async ({ actor, body, at }, { owned, url }) => {
      await withdrawConsent(actor, owned.owner, body.one, at);
      return `${url}#nguoi`;
    },
  });
