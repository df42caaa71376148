import type { Ban } from './ban.ts';
import type { Batch, ChainVerdict, PackStock, Recall } from './batch.ts';
import type { BatchRecord } from './batch-record.ts';
import { plainInput } from './input.ts';
import { plainFacts } from './registered-facts.ts';
import { readEvents } from './trace-event.ts';
import { unitNumbersOf } from './units.ts';

/** The batch as other files know it, field by field. */
export function readBatch(record: BatchRecord, chain: ChainVerdict, ban: Ban | null): Batch {
  return {
    id: record._id.toHexString(),
    code: record.code,
    lot: record.lot,
    productId: record.productId,
    sellerId: record.sellerId,
    kind: record.kind,
    state: ban?.why === 'recalled' ? 'recalled' : record.state,
    quantity: { value: record.quantity.value, unit: record.quantity.unit },
    producedOn: record.producedOn,
    expiresOn: record.expiresOn,
    note: record.note,
    photoId: record.photoId,
    inputs: record.inputs.map(plainInput),
    stock: readStock(record),
    events: readEvents(record.events),
    limits: record.limits.map(({ stage, key, limit }) => ({ stage, key, limit: { ...limit } })),
    gate: record.gate ?? 'open',
    isOver: record.balanceAsked === 'over',
    recall: recallOf(record, ban),
    ban,
    voidUnits: (record.voidUnits ?? []).map(({ first, count }) => ({ first, count })),
    unitNumbers: unitNumbersOf(record),
    certified: record.certified ?? false,
    ...(record.deliveredBy ? { deliveredBy: record.deliveredBy } : {}),
    ...(record.besideOf ? { besideOf: record.besideOf } : {}),
    createdAt: record.createdAt,
    registered: record.registered ? plainFacts(record.registered) : null,
    chain,
  };
}

function recallOf({ code, recall }: BatchRecord, ban: Ban | null): Recall | null {
  if (recall) return { reason: recall.reason, advice: recall.advice, at: recall.at, from: code };
  return ban?.recall ? { ...ban.recall, from: ban.from } : null;
}

/** Rows of packs that were never made are left out. */
export const readStock = ({ stock }: Pick<BatchRecord, 'stock'>): PackStock[] =>
  stock
    .filter(({ onHand, sold }) => onHand > 0 || sold > 0)
    .map(({ packId, onHand, free, sold }) => ({ packId, onHand, held: onHand - free, sold }));
