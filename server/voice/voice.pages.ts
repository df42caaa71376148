import { type RequestHandler, Router } from 'express';
import { nothing } from '../http/fields.ts';
import { theFile } from '../http/form-data.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { requireRole } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { type Brought, bringArchive, packArchive } from './archive.ts';
import { addVoiceLanguage, heavyClips, listVoiceLanguages } from './clips.ts';
import { isOnlyHeard, type Sentence, voiceSentences } from './sentences.pages.ts';
import { hintsOf, officers, sendClip } from './voice.routes.ts';
import { AddLanguageForm, WritingsForm } from './voice.schemas.ts';
import { listWritings, longestWriting, writeSentences } from './writings.ts';

const path = '/giong-noi';
const view = 'voice/language';

/** `/giong-noi`: what can be heard in each language; recording it, taking all of it along and bringing it back. */
export const voicePages = (): Router =>
  Router()
    .get('/giong/:language/:key/:hash', sendClip)
    .use(languagesPage())
    .get(`${path}/:language.zip`, requireRole(...officers), sendZip)
    .use(languagePage(), writingsPage());

const languagesPage = (): Router =>
  formPage({
    path,
    who: officers,
    schema: AddLanguageForm,
    view: 'voice/languages',
    shown: async () => ({ languages: await withCounts() }),
    render: (_data, { language }) => ({ title: sentence(language, 'voice.title') }),
    submit: async ({ actor, body, at }) => `${path}/${await addVoiceLanguage(actor, body.name, at)}`,
  });

const withCounts = async () =>
  Promise.all(
    (await listVoiceLanguages()).map(async ({ code, name }) => {
      const { data, missing } = await hintsOf(code);
      return { name, url: `${path}/${code}`, said: data.length - missing, all: data.length };
    }),
  );

/** The sentences of one language; bringing a ZIP keeps what is right in it, and says of the rest what is wrong. */
const languagePage = (): Router =>
  formPage({
    path: `${path}/:language`,
    who: officers,
    schema: nothing,
    photos: { file: 1 },
    view,
    shown: load,
    render: ({ name }) => ({ title: name }),
    submit: async ({ actor, files, params, at }) => {
      const bringing = { actor, language: params.language ?? '', sentences: voiceSentences(), at };
      return JSON.stringify(await bringArchive(theFile(files).bytes, bringing));
    },
    answer: sayWhatCame,
  });

function sayWhatCame(result: string, { language, params, response }: PageContext<typeof officers>): void {
  const { sounds, writings, left } = JSON.parse(result) as Brought;
  const rows = left.map(({ name, code, facts }) => ({ name, why: sentence(language, `problems.${code}`, facts) }));
  const data = { sounds, writings, left: rows, back: `${path}/${params.language ?? ''}` };
  render(response, 'voice/brought', data, { title: sentence(language, 'voice.brought') });
}

/** What is written in a language that has a script: the notebook shows it in place of the Vietnamese words. */
const writingsPage = (): Router =>
  formPage({
    path: `${path}/:language/chu`,
    who: officers,
    schema: WritingsForm,
    view: 'voice/writings',
    load: async ({ params }) => hintsOf(params.language ?? ''),
    shown: async (_context, { language, languages }) => ({
      name: languages.find(({ code }) => code === language)?.name ?? language,
      back: `${path}/${language}`,
      longest: longestWriting,
      rows: written().map(({ key, words }) => ({ field: `words.${key}`, words })),
      defaults: Object.fromEntries(
        Object.entries(await listWritings(language)).map(([key, words]) => [`words.${key}`, words]),
      ),
    }),
    render: ({ name }) => ({ title: name }),
    submit: async ({ actor, body, at }, { language }) => {
      const writings = Object.fromEntries(written().map(({ key }) => [key, body.words?.[key] ?? '']));
      await writeSentences(actor, language, { writings, at });
      return `${path}/${language}`;
    },
  });

// Goods keep the names of their makers.
const written = (): Sentence[] => voiceSentences().filter((one) => !one.key.startsWith('kind-') && !isOnlyHeard(one));

async function load({ params }: PageContext<typeof officers>) {
  const { language, languages, data, missing } = await hintsOf(params.language ?? '');
  const heavy = await heavyClips(language);
  const name = languages.find(({ code }) => code === language)?.name ?? language;
  const rows = data.map(({ key, words, clip }) => ({
    key,
    words,
    url: clip?.url ?? null,
    heavyUrl: heavy.get(key) ?? null,
  }));
  return {
    language,
    name,
    rows: [...rows.filter(({ url }) => url === null), ...rows.filter(({ url }) => url !== null)],
    missing,
  };
}

const sendZip: RequestHandler<{ language: string }> = async (request, response) => {
  const { language, data } = await hintsOf(request.params.language);
  response.type('zip').setHeader('Content-Disposition', `attachment; filename="giong-${language}.zip"`);
  response.send(await packArchive(language, data));
};
