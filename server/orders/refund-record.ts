import { Schema } from 'mongoose';
import { type DeliveryTry, failedDeliveries, type HistoryEntry, type Refunded } from './order.ts';

/** A refund as it is kept: with the stable id of its request, so that the same one again finds what it did. */
export type RefundRecord = Refunded & { requestId: string | null };

/** What of an order's record tells of money given back; the first three also of orders from before there were parts. */
interface Told {
  state: string;
  totalVnd: number;
  history: readonly HistoryEntry[];
  changedAt: Date;
  refundNote: string | null;
  refundPhotoId: string | null;
  refunds?: readonly RefundRecord[];
}

const bare = { _id: false } as const;

export const refundSchema = new Schema<RefundRecord>(
  {
    amountVnd: Number,
    offPriceVnd: Number,
    at: Date,
    by: String,
    note: String,
    photoId: { type: String, default: null },
    requestId: { type: String, default: null },
  },
  bare,
);

/** A try as it is kept. */
export type TryRecord = DeliveryTry & { requestId: string | null };

export const trySchema = new Schema<TryRecord>(
  { at: Date, by: String, why: { type: String, enum: failedDeliveries }, requestId: { type: String, default: null } },
  bare,
);

export const readTry = ({ at, by, why }: DeliveryTry): DeliveryTry => ({ at, by, why });

/** What was given back, in the order in which it was. */
export function readRefunds(record: Told): Refunded[] {
  const parts = record.refunds ?? [];
  // All of it was one refund before there were parts.
  return parts.length === 0 && record.state === 'refunded' ? [wholeOf(record)] : parts.map(readRefund);
}

const readRefund = ({ amountVnd, offPriceVnd, at, by, note, photoId }: RefundRecord): Refunded => ({
  amountVnd,
  offPriceVnd,
  at,
  by,
  note,
  photoId: photoId ?? null,
});

function wholeOf({ totalVnd, history, changedAt, refundNote, refundPhotoId }: Told): Refunded {
  const last = history.findLast(({ state }) => state === 'refunded');
  return {
    amountVnd: totalVnd,
    offPriceVnd: totalVnd,
    at: last?.at ?? changedAt,
    by: last?.by ?? 'system',
    note: refundNote ?? '',
    photoId: refundPhotoId ?? null,
  };
}
