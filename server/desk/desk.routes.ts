import type { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { everybody } from '../http/guard.ts';
import type { Services } from '../services.ts';
import { type Node, traceBatch } from '../traceability/trace.ts';
import { BatchParams, DeskView, LiftRecall, RecallBatch, RecallView, TraceView } from './desk.schemas.ts';
import { callBack, endRecall, previewRecall, type Reach } from './recall.ts';
import { countOrdersOf, scopeOf } from './recall-scope.ts';
import { tallyFor } from './tally.ts';

/** What waits at the desk, and the recall, which reaches from batches to orders. */
export const deskEndpoints = (_services: Services): Endpoint[] => [tally, recalling, lifting, tracing];

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
  handle: async ({ actor, params, body, at }) => {
    const { reason = '', advice = '', preview } = body;
    return present(
      preview ? await previewRecall(actor, params.code) : await callBack(actor, params.code, { reason, advice }, at),
    );
  },
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

const tracing = endpoint({
  method: 'get',
  path: '/batches/{code}/trace',
  summary: 'From where, to where: what a batch was made from and what was made from it, every generation',
  tag: 'batches',
  who: everybody,
  params: BatchParams,
  answer: TraceView,
  problems: ['batch-not-found'],
  handle: async ({ actor, params }) => {
    const trace = await traceBatch(actor, params.code);
    const seen = trace.forward.flatMap((node) => (node.hidden ? [] : node.id));
    const { orders, buyers } = await countOrdersOf([trace.code, ...seen]);
    return {
      code: trace.code,
      back: trace.back.map(presentNode),
      forward: trace.forward.map(presentNode),
      ...(trace.beside.length > 0 ? { beside: trace.beside.map(presentNode) } : {}),
      edges: trace.edges,
      orders,
      buyers,
    };
  },
});

const presentNode = (node: Node): z.input<typeof TraceView>['back'][number] => {
  if (node.hidden) return { hidden: true, id: node.id, generation: node.generation };
  const { id, outside, lot, productName, sellerName, producedOn, state, generation } = node;
  const named = outside ? { outsideId: id } : { code: id };
  return { ...named, lot, productName, sellerName, producedOn, state, generation };
};

const present = async ({ batch, affectedOrders, affectedBatches }: Reach): Promise<z.input<typeof RecallView>> => ({
  code: batch.code,
  state: batch.state,
  affectedOrders: affectedOrders.map(({ number, state, sellerId }) => ({ number, state, sellerId })),
  affectedBatches: affectedBatches.map(({ code, state, sellerId }) => ({ code, state, sellerId })),
  scope: await scopeOf([batch.code]),
});
