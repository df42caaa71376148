import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { sellers } from '../http/guard.ts';
import { requirePin } from '../identity/pin-check.ts';
import type { Services } from '../services.ts';
import { presentBatch, presentEvent } from '../traceability/batch-view.ts';
import { reserveCodes } from '../traceability/reserved-codes.ts';
import { deliveredClips, listVoiceLanguages } from '../voice/clips.ts';
import { listWritings } from '../voice/writings.ts';
import { takeBatch, takeStep } from './entries.ts';
import {
  BatchTaken,
  Codes,
  NotebookQuery,
  NotebookView,
  OwnPin,
  StepTaken,
  TakeBatch,
  TakeStep,
  WantedCodes,
} from './notebook.schemas.ts';
import { notebookOf } from './notebook.ts';
import { notebookKey } from './notebook-key.ts';

/** What a phone needs to write without signal, and where it sends what was written. */
export const notebookEndpoints = (services: Services): Endpoint[] => [
  reading(services),
  codes,
  checkingPin,
  takingBatch(services),
  takingStep,
];

const reading = ({ config }: Services): Endpoint =>
  endpoint({
    method: 'get',
    path: '/notebook',
    summary: 'What a phone needs to write batches and steps without signal',
    tag: 'notebook',
    who: sellers,
    query: NotebookQuery,
    answer: NotebookView,
    problems: [],
    handle: async ({ actor, query, at, language }) => ({
      account: { id: actor.accountId, name: actor.name },
      key: notebookKey(actor.accountId, config.sessionSecret),
      now: at.toISOString(),
      languages: await listVoiceLanguages(),
      clips: await deliveredClips(query.voice),
      written: await listWritings(query.voice),
      ...(await notebookOf(actor, language)),
    }),
  });

const codes = endpoint({
  method: 'post',
  path: '/notebook/codes',
  summary: 'Set codes aside for batches that will be written without signal',
  tag: 'notebook',
  who: sellers,
  body: WantedCodes,
  status: 201,
  answer: Codes,
  problems: ['too-many-codes'],
  handle: async ({ actor, body, at }) => ({ codes: await reserveCodes(actor, body.count, at) }),
});

const checkingPin = endpoint({
  method: 'post',
  path: '/notebook/pin',
  summary: 'Say whether it is the caller’s own PIN, before a phone locks its notebook with it',
  tag: 'notebook',
  who: sellers,
  body: OwnPin,
  idempotent: false,
  answer: null,
  problems: ['sign-in-failed', 'too-many-tries'],
  handle: ({ actor, body, at }) => requirePin(actor, body.pin, at),
});

const takingBatch = ({ config }: Services): Endpoint =>
  endpoint({
    method: 'post',
    path: '/notebook/batches',
    summary: 'Register a batch that was written without signal, under a code that was set aside',
    tag: 'notebook',
    who: sellers,
    body: TakeBatch,
    status: 201,
    answer: BatchTaken,
    problems: ['product-not-found', 'not-yours', 'batch-mistaken', 'image-not-found', 'code-not-held', 'other-person'],
    handle: async ({ actor, body, at, requestId }) =>
      presentBatch(await takeBatch(actor, { ...body, requestId }, at), config.publicUrl),
  });

const takingStep = endpoint({
  method: 'post',
  path: '/notebook/steps',
  summary: 'Record a step that was written without signal',
  tag: 'notebook',
  who: sellers,
  body: TakeStep,
  status: 201,
  answer: StepTaken,
  problems: [
    'batch-not-found',
    'not-yours',
    'stage-unknown',
    'event-mistaken',
    'packs-mistaken',
    'image-not-found',
    'batch-recalled',
    'batch-barred',
    'balance-over',
    'batch-busy',
    'other-person',
  ],
  handle: async ({ actor, body, at, requestId }) => presentEvent(await takeStep(actor, { ...body, requestId }, at)),
});
