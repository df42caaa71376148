import type { z } from 'zod';
import { invalid } from '../errors.ts';
import { type Endpoint, endpoint, listAnswer, toList } from '../http/endpoint.ts';
import { everybody, sellers } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { presentBatch, presentEvent } from './batch-view.ts';
import { getBatch, listBatches, registerBatch } from './batches.ts';
import { correctEvent, recordEvent } from './events.ts';
import { genealogyEndpoints } from './genealogy.routes.ts';
import { allowSale } from './sale-answers.ts';
import {
  AllowSale,
  BatchesQuery,
  BatchView,
  CodeParams,
  CorrectEvent,
  EventView,
  RecordEvent,
  RegisterBatch,
} from './traceability.schemas.ts';

/** Batches, their steps and their corrections. */
export const traceabilityEndpoints = (services: Services): Endpoint[] => [
  ...batchEndpoints(services),
  ...eventEndpoints,
  ...genealogyEndpoints,
  saleEndpoint(services.config.publicUrl),
];

const registerProblems = [
  'product-not-found',
  'not-yours',
  'batch-mistaken',
  'packs-mistaken',
  'image-not-found',
  'lot-taken',
  'input-short',
  'input-barred',
  'balance-over',
];

const batchEndpoints = ({ config }: Services): Endpoint[] => [
  endpoint({
    method: 'post',
    path: '/batches',
    summary: 'Register a batch',
    tag: 'batches',
    who: sellers,
    body: RegisterBatch,
    status: 201,
    answer: BatchView,
    problems: registerProblems,
    handle: async ({ actor, body, at, requestId }) =>
      presentBatch(await registerBatch(actor, { ...body, requestId }, at), config.publicUrl),
  }),
  endpoint({
    method: 'get',
    path: '/batches',
    summary: 'Batches that the caller may see, newest first',
    tag: 'batches',
    who: everybody,
    query: BatchesQuery,
    answer: listAnswer(BatchView),
    problems: [],
    handle: async ({ actor, query }) => {
      const batches = await listBatches(actor, { ...query, limit: query.limit + 1 });
      return toList(
        batches.map((batch) => presentBatch(batch, config.publicUrl)),
        query.limit,
      );
    },
  }),
  getEndpoint(config.publicUrl),
];

const getEndpoint = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'get',
    path: '/batches/{code}',
    summary: 'A batch with its history and stock',
    tag: 'batches',
    who: everybody,
    params: CodeParams,
    answer: BatchView,
    problems: ['batch-not-found'],
    handle: async ({ actor, params }) => presentBatch(await getBatch(actor, params.code), publicUrl),
  });

const eventProblems = ['batch-not-found', 'not-yours', 'event-mistaken', 'packs-mistaken', 'image-not-found'];

const eventEndpoints: Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/batches/{code}/events',
    summary: 'Record a step; its packs are stock from the same moment',
    tag: 'batches',
    who: sellers,
    params: CodeParams,
    body: RecordEvent,
    status: 201,
    answer: EventView,
    problems: [
      ...eventProblems,
      'stage-unknown',
      'batch-recalled',
      'batch-barred',
      'batch-mistaken',
      'input-short',
      'input-barred',
      'input-circle',
      'balance-over',
      'batch-busy',
    ],
    handle: async ({ actor, params, body, at, requestId }) =>
      presentEvent(await recordEvent(actor, params.code, { ...body, requestId }, at)),
  }),
  endpoint({
    method: 'post',
    path: '/batches/{code}/corrections',
    summary: 'Correct a step by a later one; the earlier one stays, marked',
    tag: 'batches',
    who: sellers,
    params: CodeParams,
    body: CorrectEvent,
    status: 201,
    answer: EventView,
    problems: [
      ...eventProblems,
      'event-not-found',
      'event-not-correctable',
      'batch-mistaken',
      'lot-taken',
      'quantity-used',
      'balance-over',
      'packs-already-promised',
      'batch-recalled',
      'batch-busy',
    ],
    handle: async ({ actor, params, body, at, requestId }) =>
      presentEvent(await correctEvent(actor, params.code, { ...correctionIn(body), requestId }, at)),
  }),
];

const saleEndpoint = (publicUrl: string): Endpoint =>
  endpoint({
    method: 'post',
    path: '/batches/{code}/sale-permission',
    summary: 'Answer for a batch kept from sale: cooperative or officer, with a reason that everybody reads',
    tag: 'batches',
    who: everybody,
    params: CodeParams,
    body: AllowSale,
    status: 201,
    answer: BatchView,
    problems: ['batch-not-found', 'answer-not-yours', 'batch-not-held', 'batch-recalled', 'batch-busy'],
    handle: async ({ actor, params, body, at, requestId }) =>
      presentBatch(await allowSale(actor, params.code, { ...body, requestId }, at), publicUrl),
  });

// Facts of the registration are looked at only when the registration is what is corrected; a note there is one of them.
function correctionIn({ producedOn, expiresOn, lot, quantity, ...body }: z.output<typeof CorrectEvent>) {
  const facts = { producedOn, expiresOn, lot, quantity, note: body.note };
  const given = Object.entries(facts).filter(([key, value]) => value !== undefined && key !== 'note');
  if (body.eventId === 'registration') return { ...body, facts: cleaned(facts) };
  if (given.length > 0)
    throw invalid(
      'event-mistaken',
      {},
      given.map(([key]) => ({ pointer: `/${key}`, code: 'of-registration-only' })),
    );
  return body;
}

const cleaned = <T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never;
