import { changeEach } from '../database/change-each.ts';
import { isDuplicateKey } from '../database/duplicate-key.ts';
import { conflict } from '../errors.ts';
import { answerClaim, findOrder, noteOddMoney, type Order, type OrderPayment, payOrders } from '../orders/orders.ts';
import { inGroups, type Results } from './group-commit.ts';
import { payIntent, succeedIntents } from './intents.ts';
import { verdictOn } from './judgement.ts';
import { letBankTell } from './owed.ts';
import { byHand, type Reason, type Verdict } from './transfer.ts';
import { TransferModel, type TransferRecord } from './transfer-record.ts';

/** A kept transfer to be carried out, and when. */
export interface Kept {
  record: TransferRecord;
  at: Date;
}

interface Work extends Kept {
  verdict: Verdict;
}

/**
 * Carries out what kept transfers are good for: each pays its order or intent, or lies on the desk. Each step is safe to repeat, so
 * a crash in between is healed by the provider's next message or by the sweep.
 * @returns of each, in their order, whether it has paid
 * @throws what the database says of a step that all take together; then each has to go alone (group-commit.ts)
 */
export async function settle(kept: readonly Kept[]): Promise<Results<boolean>> {
  const works = await Promise.all(kept.map(async (one) => ({ ...one, verdict: await verdictOn(one.record) })));
  const refusals = await pay(works);
  const paid = works.filter((_, place) => hasPaid(refusals[place]));
  await succeedIntents(paid.filter(({ verdict }) => verdict.orderNumber !== null).map(paymentOf));
  // Last, so that a kept transfer is one whose steps may not all be taken.
  const doubled = await match(paid);
  return await Promise.allSettled(
    works.map(async (work, place) => {
      const refusal = doubled.has(work) ? 'doubled' : answerOf(refusals[place]);
      return refusal === null || (await toDesk(work, refusal));
    }),
  );
}

/** The same for one, together with others that come at the same time. */
export const settleOne = inGroups(settle);

type Answer = PromiseSettledResult<Reason | null> | undefined;

const hasPaid = (answer: Answer): boolean => answer?.status === 'fulfilled' && answer.value === null;

function answerOf(answer: Answer): Reason | null {
  if (answer?.status === 'fulfilled') return answer.value;
  throw answer?.reason ?? new Error('A transfer was not answered');
}

/** Null for each whose money has gone to its order or intent, now or by an earlier try. */
async function pay(works: readonly Work[]): Promise<Results<Reason | null>> {
  const ofOrders = works.filter(({ verdict }) => verdict.reason === null && verdict.orderNumber !== null);
  const told = await payOrders(ofOrders.map(paymentOf));
  const answers = new Map(ofOrders.map((work, place) => [work, told[place]]));
  return await Promise.allSettled(works.map((work) => refusalOf(work, answers.get(work))));
}

async function refusalOf(
  { verdict, record, at }: Work,
  answer: PromiseSettledResult<boolean> | undefined,
): Promise<Reason | null> {
  const id = record._id.toHexString();
  if (verdict.reason !== null) return verdict.reason;
  if (verdict.intentId !== null) return await payIntent(verdict.intentId, id, at);
  if (verdict.orderNumber === null) return 'refused';
  if (answer?.status === 'rejected') throw answer.reason;
  return answer?.value ? null : await whyNot(verdict.orderNumber, id);
}

const paymentOf = ({ verdict, record, at }: Work): OrderPayment => ({
  number: verdict.orderNumber ?? '',
  transfer: record._id.toHexString(),
  by: record.chosenBy ?? 'bank',
  paidAt: record.receivedAt < at ? record.receivedAt : at,
  at,
});

// The seller said "received" before the bank did: this is the bank saying the same, once.
async function whyNot(orderNumber: string, transfer: string): Promise<Reason | null> {
  const order = await findOrder(orderNumber);
  if (order?.paidBy?.startsWith(byHand) || order?.paidBy === transfer) return null;
  return order && isPaid(order) ? 'doubled' : 'late';
}

export const isPaid = ({ paidAt }: Order): boolean => paidAt !== null;

/** @returns those whose order or intent another transfer has paid, which an index holds */
async function match(works: readonly Work[]): Promise<ReadonlySet<Work>> {
  try {
    await changeEach<TransferRecord>(TransferModel, works.map(matched));
    return new Set();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (works.length === 1) return new Set(works);
  }
  const doubled = new Set<Work>();
  for (const work of works) for (const one of await match([work])) doubled.add(one);
  return doubled;
}

const matched = ({ record, verdict, at }: Work) => ({
  filter: { _id: record._id, state: 'kept' as const },
  update: {
    $set: { state: 'matched' as const, ...verdict },
    $push: { history: { at, did: 'matched' as const, by: record.chosenBy ?? 'bank', note: null } },
  },
});

async function toDesk({ record, verdict, at }: Work, reason: Reason): Promise<false> {
  const { orderNumber, intentId } = verdict;
  if (orderNumber !== null && isOdd(reason)) await noteOddMoney(orderNumber, at);
  await TransferModel.updateOne(
    { _id: record._id, state: 'kept' },
    {
      $set: { state: 'review', reason, orderNumber, intentId, chosenBy: null },
      $push: { history: { at, did: 'review', by: 'system', note: reason } },
    },
  );
  if (orderNumber !== null && reason === 'late') {
    await answerClaim(orderNumber);
    await letBankTell(orderNumber, at);
  }
  if (record.chosenBy !== null) throw conflict(reason === 'doubled' ? 'transfer-order-paid' : 'transfer-order-refused');
  return false;
}

// Part of the money is there: the order must not fall while a person thinks about it.
const isOdd = (reason: Reason): boolean => reason === 'short' || reason === 'over';
