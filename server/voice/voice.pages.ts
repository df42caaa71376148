import { type RequestHandler, Router } from 'express';
import { zipSync } from 'fflate';
import { nothing } from '../http/fields.ts';
import { theFile } from '../http/form-data.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { requireRole } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { openZip } from '../sheets/zip.ts';
import { addVoiceLanguage, heavyClips, keepClip, listVoiceLanguages, readClip } from './clips.ts';
import { voiceSentences } from './sentences.pages.ts';
import { hintsOf, officers, sendClip } from './voice.routes.ts';
import { AddLanguageForm } from './voice.schemas.ts';

const path = '/giong-noi';
const view = 'voice/language';

/** `/giong-noi`: what can be heard in each language; recording it, taking all of it along and bringing it back. */
export const voicePages = (): Router =>
  Router()
    .get('/giong/:language/:key/:hash', sendClip)
    .use(languagesPage())
    .get(`${path}/:language.zip`, requireRole(...officers), sendZip)
    .use(languagePage());

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

/** The sentences of one language; bringing a ZIP of recordings keeps each of them. */
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
      const { language = '' } = params;
      for (const one of soundsIn(theFile(files).bytes)) await keepClip(actor, { language, ...one }, at);
      return `${path}/${language}`;
    },
  });

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

/** The recordings of an archive by the key that their file is called by; others are passed over. */
function soundsIn(bytes: Buffer): { key: string; bytes: Buffer }[] {
  const { names, file } = openZip(bytes);
  const keys = new Set(voiceSentences().map(({ key }) => key));
  return names.flatMap((name) => {
    const key = name.replace(/^.*\/|\.\w+$/g, '');
    const sound = keys.has(key) ? file(name) : null;
    return sound === null ? [] : [{ key, bytes: sound }];
  });
}

const endings = { 'audio/ogg': 'ogg', 'audio/webm': 'webm', 'audio/mpeg': 'mp3' };

const sendZip: RequestHandler<{ language: string }> = async (request, response) => {
  const { language } = request.params;
  const files: Record<string, Uint8Array> = {};
  for (const { key } of (await hintsOf(language)).data) {
    const clip = await readClip(language, key);
    if (clip) files[`${key}.${endings[clip.type]}`] = clip.bytes;
  }
  response.type('zip').setHeader('Content-Disposition', `attachment; filename="giong-${language}.zip"`);
  response.send(Buffer.from(zipSync(files, { level: 0 })));
};
