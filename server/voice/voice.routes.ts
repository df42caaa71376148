import { createHash } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { invalid, missing, unsupported } from '../errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { readMultipart } from '../http/form-data.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { once } from '../http/idempotency.ts';
import { parse } from '../http/mistakes.ts';
import type { Services } from '../services.ts';
import { type Clip, keepClip, listClips, listVoiceLanguages, readClip } from './clips.ts';
import { voiceSentences } from './sentences.pages.ts';
import { ClipView, SentClip, VoiceHintsView, VoiceQuery } from './voice.schemas.ts';

export const officers = ['officer'] as const;

/** The sentences of a language, and what is missing of them. */
export const voiceEndpoints = (_services: Services): Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/voice-hints',
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
  Router().post('/voice-hints', requireRole(...officers), async (request, response) => {
    const actor = actorOf(request);
    const sent = await readSent(request, response);
    const keep = async () => ({ status: 201, body: presentClip(await keepClip(actor, sent, now())) });
    const key = request.get('idempotency-key');
    if (key !== undefined && (key.length < 16 || key.length > 255))
      throw invalid('idempotency-key-length', { min: 16, max: 255 });
    const fingerprint = [sent.language, sent.key, createHash('sha256').update(sent.bytes).digest('hex')];
    const scope = `${actor.accountId} post /voice-hints`;
    const { status, body } = key === undefined ? await keep() : await once({ scope, key, fingerprint }, keep);
    response.status(status).json(body);
  });

async function readSent(request: Request, response: Response) {
  if (!request.is('multipart/form-data')) throw unsupported('not-multipart');
  const { file } = await readMultipart(request, response, { file: 1 });
  const { language, key } = parse(SentClip, { ...(request.body as object) });
  const [sound] = file ?? [];
  if (!sound) throw invalid('mistakes', {}, [{ pointer: '/file', code: 'required' }]);
  if (!voiceSentences().some((one) => one.key === key))
    throw invalid('mistakes', {}, [{ pointer: '/key', code: 'sentence-unknown' }]);
  return { language, key, bytes: sound.bytes };
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
export const voicePaths = {
  '/voice-hints': {
    post: {
      operationId: 'postVoiceHints',
      summary: 'Keep a recording of one sentence (Opus in Ogg or WebM, or MP3; at most 200 KB and 15 seconds)',
      tags: ['voice'],
      security: [{ session: [] }],
      'x-roles': [...officers],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['language', 'key', 'file'],
              properties: {
                language: { type: 'string' },
                key: { type: 'string' },
                file: { type: 'string', format: 'binary' },
              },
            },
          },
        },
      },
      responses: {
        201: { description: 'Created' },
        default: {
          description: 'Problem: language-unknown, sound-too-large, sound-too-long, sound-unreadable, mistakes',
        },
      },
    },
  },
};
