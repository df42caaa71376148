import { conflict, invalid, missing } from '../../errors.ts';
import { newIntentId } from '../intent.ts';
import { IntentModel, type IntentRecord } from '../intent-record.ts';
import { type IntentRefund, isRefundId, readIntentRefund, takenVndOn } from '../intent-refund.ts';
import { changeRefund, refundOn } from '../intent-refunds.ts';
import { TransferModel } from '../transfer-record.ts';
import { changeMetadata, type MetadataChange, noChange } from './metadata.ts';
import { getRecord, type Named } from './payment-intents.ts';
import { refundsOf } from './refund-view.ts';
import type { WantedRefund, WantedRefunds } from './refunds.schemas.ts';

/** A refund with its intent. */
export interface Shown {
  refund: IntentRefund;
  intentId: string;
}

/** A shop may ask as often; what is more is no use to anybody. */
const mostRefunds = 100;

/**
 * A shop asks for money back that paid its intent: it waits for the seller, who sends it by hand (request-refunds.ts).
 * @throws missing('api-no-such-intent'), conflict('api-not-refundable') when no money came, conflict('api-refund-of-order'),
 * invalid('api-already-refunded', 'api-refund-too-much') naming what is left
 */
export async function createRefund(named: Omit<Named, 'id'>, wanted: WantedRefund, at: Date): Promise<Shown> {
  const { key, requestId, cause } = named;
  const { _id } = await getRecord({ key, id: wanted.intentId }, 'payment_intent');
  let made: IntentRefund | null = null;
  await changeRefund({ _id }, at, async (record) => {
    const before = (record.refunds ?? []).find((one) => requestId !== null && one.requestId === requestId);
    made = before ? readIntentRefund(before) : await newRefund(record, wanted, { requestId, at });
    return before ? null : { refund: made, tells: 'refund.created', cause };
  });
  if (!made) throw missing('api-no-such-intent', { param: 'payment_intent', value: wanted.intentId.slice(0, 100) });
  return { refund: made, intentId: _id };
}

async function newRefund(
  record: IntentRecord,
  { amountVnd, reason, metadata }: WantedRefund,
  { requestId, at }: { requestId: string | null; at: Date },
): Promise<IntentRefund> {
  const refunds = record.refunds ?? [];
  if (record.orderNumber !== null) throw conflict('api-refund-of-order', { value: record.orderNumber });
  if (record.state !== 'succeeded') throw conflict('api-not-refundable', { value: record.state });
  const leftVnd = (await receivedOn(record)) - takenVndOn(refunds);
  if (leftVnd <= 0 || refunds.length >= mostRefunds) throw invalid('api-already-refunded', { value: record._id });
  const wantedVnd = amountVnd ?? leftVnd;
  if (wantedVnd > leftVnd) throw invalid('api-refund-too-much', { param: 'amount', value: wantedVnd, left: leftVnd });
  return {
    id: newIntentId(at).replace(/^pi_/, 're_'),
    amountVnd: wantedVnd,
    state: 'pending',
    reason,
    metadata: changeMetadata([], metadata),
    createdAt: at,
    endedAt: null,
    by: null,
    note: null,
    photoId: null,
    requestId,
  };
}

// A person may have taken less, or more, as its payment.
async function receivedOn({ _id, amountVnd }: IntentRecord): Promise<number> {
  const paid = await TransferModel.findOne(
    { intentId: { $gt: '', $in: [_id] }, state: 'matched' },
    { amountVnd: 1 },
  ).lean();
  return paid?.amountVnd ?? amountVnd;
}

/** @throws missing('api-no-such-refund') when there is none, or none that the key may see */
export async function getRefund({ key, id }: Pick<Named, 'key' | 'id'>, param = 'refund'): Promise<Shown> {
  const record = isRefundId(id) ? await IntentModel.findOne({ 'refunds.id': id }).lean<IntentRecord>() : null;
  const refund = record && refundOn(record, id);
  if (record && refund && (key.sellerId === null || key.sellerId === record.sellerId))
    return { refund, intentId: record._id };
  throw missing('api-no-such-refund', { param, value: id.slice(0, 100) });
}

/** Changes a shop's own notes. @throws missing('api-no-such-refund') */
export const updateRefund = (named: Named, { metadata }: { metadata: MetadataChange }, at: Date): Promise<Shown> =>
  changed(named, at, (refund) => {
    if (metadata === noChange) return null;
    return { refund: { ...refund, metadata: changeMetadata(refund.metadata, metadata) }, tells: 'refund.updated' };
  });

/** Takes back what was asked, as long as nobody has sent the money. @throws conflict('api-refund-not-cancelable') */
export const cancelRefund = (named: Named, _wanted: unknown, at: Date): Promise<Shown> =>
  changed(named, at, (refund) => {
    if (refund.state === 'canceled' && named.requestId !== null && refund.by === named.requestId) return null;
    if (refund.state !== 'pending') throw conflict('api-refund-not-cancelable', { value: refund.state });
    const ended = { ...refund, state: 'canceled' as const, endedAt: at, by: named.requestId };
    return { refund: ended, tells: 'refund.updated' };
  });

async function changed(
  named: Named,
  at: Date,
  decide: (refund: IntentRefund) => { refund: IntentRefund; tells: 'refund.updated' } | null,
): Promise<Shown> {
  await getRefund(named);
  await changeRefund({ 'refunds.id': named.id }, at, async (record) => {
    const refund = refundOn(record, named.id);
    const change = refund && decide(refund);
    return change && { ...change, cause: named.cause };
  });
  return await getRefund(named);
}

/** A page of the refunds that the key may see, newest first. @throws missing('api-no-such-refund') for a cursor that is none */
export async function listRefunds(
  key: Named['key'],
  wanted: WantedRefunds,
): Promise<{ refunds: Shown[]; hasMore: boolean }> {
  const { starting_after: after, ending_before: before, payment_intent: intentId, limit } = wanted;
  for (const [param, id] of Object.entries({ starting_after: after, ending_before: before }))
    if (id !== undefined) await getRefund({ key, id }, param);
  const all = await everyRefund(key, intentId);
  const inTime = all.filter(({ refund }) => isIn(refund, wanted.created));
  if (before !== undefined) {
    const newer = inTime.filter(({ refund }) => refund.id > before);
    return { refunds: newer.slice(-limit), hasMore: newer.length > limit };
  }
  const older = inTime.filter(({ refund }) => after === undefined || refund.id < after);
  return { refunds: older.slice(0, limit), hasMore: older.length > limit };
}

// Refunds are few beside payments, and lie with their payments.
async function everyRefund({ sellerId }: Named['key'], intentId: string | undefined): Promise<Shown[]> {
  const records = await IntentModel.find(
    {
      'refunds.id': { $gt: '' },
      ...(sellerId !== null && { sellerId }),
      ...(intentId !== undefined && { _id: intentId }),
    },
    { refunds: 1 },
  ).lean<Pick<IntentRecord, '_id' | 'refunds'>[]>();
  return records
    .flatMap((record) => refundsOf(record).map((one) => ({ refund: readIntentRefund(one), intentId: record._id })))
    .sort((a, b) => (a.refund.id < b.refund.id ? 1 : -1));
}

function isIn({ createdAt }: IntentRefund, created: WantedRefunds['created']): boolean {
  const second = Math.floor(createdAt.getTime() / 1000);
  return second >= (created?.from ?? 0) && second < (created?.until ?? Number.POSITIVE_INFINITY);
}
