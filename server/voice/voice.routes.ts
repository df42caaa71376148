import { createHash } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { invalid, missing } from '../errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { answerMade, filePath } from '../http/file-post.ts';
import { readMultipart, requireMultipart, theFile } from '../http/form-data.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import type { Services } from '../services.ts';
import { type Clip, keepClip, listClips, listVoiceLanguages, readClip } from './clips.ts';
import { voiceSentences } from './sentences.pages.ts';
import { ClipView, SentClip, VoiceHintsView, VoiceQuery } from './voice.schemas.ts';

const path = '/voice-hints';
export const officers = ['officer'] as const;

/** The sentences of a language, and what is missing of them. */
export const voiceEndpoints = (_services: Services): Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    summary: 'What can be heard in a language, and what nobody has said yet',
    tag: 'voice',
    who: officers,
    query: VoiceQuery,
    answer: VoiceHintsView,
    problems: ['language-unknown'],
    handle: async ({ query: { language } }) => hintsOf(language),
  }),
];

/** @throws missing('language-unknown') */
export async function hintsOf(language: string) {
  const languages = await listVoiceLanguages();
  if (!languages.some(({ code }) => code === language)) throw missing('language-unknown');
  const clips = new Map((await listClips(language)).map((clip) => [clip.key, clip]));
  const data = voiceSentences().map(({ key, words }) => {
    const clip = clips.get(key);
    return { key, words, clip: clip ? presentClip(clip) : null };
  });
  return { language, languages, data, missing: data.filter(({ clip }) => clip === null).length };
}

/** `POST /voice-hints`: a recording as `multipart/form-data`, fields `language`, `key` and `file`. */
export const voiceFiles = ({ now }: Services): Router =>
  Router().post(path, requireRole(...officers), async (request, response) => {
    const actor = actorOf(request);
    const sent = await readSent(request, response);
    const keep = async () => presentClip(await keepClip(actor, sent, now()));
    const fingerprint = [sent.language, sent.key, createHash('sha256').update(sent.bytes).digest('hex')];
    await answerMade(request, response, { path, fingerprint }, keep);
  });

async function readSent(request: Request, response: Response) {
  requireMultipart(request);
  const files = await readMultipart(request, response, { file: 1 });
  const { language, key } = parse(SentClip, { ...(request.body as object) });
  const { bytes } = theFile(files);
  if (!voiceSentences().some((one) => one.key === key))
    throw invalid('mistakes', {}, [{ pointer: '/key', code: 'sentence-unknown' }]);
  return { language, key, bytes };
}

/** `/giong/{language}/{key}/{hash}`: the sound; another recording has another address, so that it is kept for ever. */
export const sendClip: RequestHandler<{ language: string; key: string; hash: string }> = async (request, response) => {
  const { language, key, hash } = request.params;
  const clip = await readClip(language, key);
  if (clip?.hash !== hash) throw missing('page-not-found');
  response.type(clip.type).setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.send(clip.bytes);
};

const presentClip = ({ language, key, type, seconds, size, url, at }: Clip) =>
  ClipView.parse({ language, key, type, seconds, bytes: size, url, recordedAt: at.toISOString() });

/** What OpenAPI says of the file's route. */
export const voicePaths = filePath({
  path,
  summary: 'Keep a recording of one sentence (Opus in Ogg or WebM, or MP3; at most 200 KB and 15 seconds)',
  tag: 'voice',
  who: officers,
  fields: { language: { type: 'string' }, key: { type: 'string' } },
  problems: ['language-unknown', 'sound-too-large', 'sound-too-long', 'sound-unreadable', 'mistakes'],
});
