import type { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { everybody } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { BatchParams, DeskView, LiftRecall, RecallBatch, RecallView } from './desk.schemas.ts';
import { callBack, endRecall, type Reach } from './recall.ts';
import { tallyFor } from './tally.ts';

/** What waits at the desk, and the recall, which reaches from batches to orders. */
export const deskEndpoints = (_services: Services): Endpoint[] => [tally, recalling, lifting];

const tally = endpoint({
  method: 'get',
  path: '/desk',
  summary: 'What waits at the desk: everything this person has to look at or do',
  tag: 'desk',
  who: everybody,
  answer: DeskView,
  problems: [],
  handle: async ({ actor, at }) => tallyFor(actor, at),
});

const recalling = endpoint({
  method: 'post',
  path: '/batches/{code}/recall',
  summary: 'Call a batch back: nothing of it is sold any more, unpaid orders are let go',
  tag: 'batches',
  who: everybody,
  params: BatchParams,
  body: RecallBatch,
  status: 201,
  answer: RecallView,
  problems: ['batch-not-found', 'recall-not-yours', 'batch-already-recalled'],
  handle: async ({ actor, params, body, at }) => present(await callBack(actor, params.code, body, at)),
});

const lifting = endpoint({
  method: 'post',
  path: '/batches/{code}/recall/lifting',
  summary: 'End a recall',
  tag: 'batches',
  who: everybody,
  params: BatchParams,
  body: LiftRecall,
  status: 201,
  answer: RecallView,
  problems: ['batch-not-found', 'recall-not-yours', 'batch-not-recalled'],
  handle: async ({ actor, params, body, at }) => present(await endRecall(actor, params.code, body, at)),
});

const present = ({ batch, affectedOrders, affectedBatches }: Reach): z.input<typeof RecallView> => ({
  code: batch.code,
  state: batch.state,
  affectedOrders: affectedOrders.map(({ number, state, sellerId }) => ({ number, state, sellerId })),
  affectedBatches: affectedBatches.map(({ code, state, sellerId }) => ({ code, state, sellerId })),
});
