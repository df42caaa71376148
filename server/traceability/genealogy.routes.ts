import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { everybody, sellers } from '../http/guard.ts';
import { type Balance, balanceOf } from './balance.ts';
import { answerBalance } from './balance-answers.ts';
import { presentEvent } from './batch-view.ts';
import { BalanceAnswer, BalanceView, WriteOff } from './genealogy.schemas.ts';
import { CodeParams, EventView } from './traceability.schemas.ts';
import { writeOff } from './write-offs.ts';

const balance = endpoint({
  method: 'get',
  path: '/batches/{code}/balance',
  summary: 'What went into a batch and what became of it, in its own unit',
  tag: 'batches',
  who: everybody,
  params: CodeParams,
  answer: BalanceView,
  problems: ['batch-not-found'],
  handle: async ({ actor, params }) => presentBalance(await balanceOf(actor, params.code)),
});

const answering = endpoint({
  method: 'post',
  path: '/batches/{code}/balance/answers',
  summary: 'Say why more or less came out of a batch than is usual; the sentence stays',
  tag: 'batches',
  who: sellers,
  params: CodeParams,
  body: BalanceAnswer,
  status: 201,
  answer: BalanceView,
  problems: ['batch-not-found', 'not-yours', 'batch-busy'],
  handle: async ({ actor, params, body, at, requestId }) =>
    presentBalance(await answerBalance(actor, params.code, { ...body, requestId }, at)),
});

const writingOff = endpoint({
  method: 'post',
  path: '/batches/{code}/write-offs',
  summary: 'Write off packs or unpacked goods that are gone otherwise than by a sale; never what is held',
  tag: 'batches',
  who: sellers,
  params: CodeParams,
  body: WriteOff,
  status: 201,
  answer: EventView,
  problems: [
    'batch-not-found',
    'not-yours',
    'write-off-mistaken',
    'write-off-short',
    'event-mistaken',
    'packs-mistaken',
    'batch-busy',
  ],
  handle: async ({ actor, params, body, at, requestId }) =>
    presentEvent(await writeOff(actor, params.code, { ...body, requestId }, at)),
});

/** What is left of batches, where it went, and whether that can be. */
export const genealogyEndpoints: Endpoint[] = [balance, answering, writingOff];

const presentBalance = (one: Balance) => ({
  in: one.in,
  made: one.made,
  beside: one.beside,
  packed: one.packed,
  usedBy: one.usedBy,
  writtenOff: one.writtenOff,
  left: one.left,
  unit: one.unit,
  yield: one.yield,
  verdict: one.verdict,
  answers: one.answers.map(({ said, at }) => ({ said, at: at.toISOString() })),
});
