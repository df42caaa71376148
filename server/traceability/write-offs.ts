import type { Actor } from '../actor.ts';
import { getProduct, type Quantity } from '../catalog/products.ts';
import { type DomainError, invalid, telling } from '../errors.ts';
import { amountOf, converts, inUnit } from './amount.ts';
import { appendEvent, type Change } from './append.ts';
import type { BatchRecord } from './batch-record.ts';
import { ownRecord } from './batch-sight.ts';
import { keepLeft } from './bulk.ts';
import type { EventDraft, EventRecord } from './event.ts';
import { requireOccurred } from './occurred.ts';
import { requirePacks } from './pack-counts.ts';
import { systemEvent } from './system-event.ts';
import { readEvents, type TraceEvent } from './trace-event.ts';

/** Why goods are gone that nobody bought here. */
export const writeOffReasons = ['spoilt', 'lost', 'own-use', 'gift', 'sold-elsewhere', 'sample'] as const;
export type WriteOffReason = (typeof writeOffReasons)[number];

export interface WantedWriteOff {
  /** So many packs of this kind, or else so much of the bulk. */
  packId?: string | undefined;
  count?: number | undefined;
  quantity?: Quantity | undefined;
  reason: WriteOffReason;
  note?: string | null | undefined;
  occurredAt: Date;
  requestId?: string | null | undefined;
}

/**
 * Writes off packs, or some of the bulk, that are gone otherwise than by a sale; never what is held for somebody. It is
 * withdrawn like a step (`correctEvent` with `withdrawn`).
 * @throws missing('batch-not-found'), forbidden('not-yours'), invalid('write-off-mistaken' | 'event-mistaken' |
 * 'packs-mistaken') with pointers, conflict('write-off-short') with `left`, unavailable('batch-busy')
 */
export async function writeOff(actor: Actor, code: string, wanted: WantedWriteOff, at: Date): Promise<TraceEvent> {
  const batch = await ownRecord(actor, code);
  requireSense(batch, wanted);
  requireOccurred(wanted.occurredAt, at);
  if (wanted.packId)
    requirePacks(await getProduct(batch.productId), [{ packId: wanted.packId, count: wanted.count ?? 0 }]);
  await keepLeft(batch.code);
  const event = await appendEvent(batch.code, (now) => changeOf(now, actor, wanted, at));
  const [read] = readEvents([event]);
  if (!read) throw new Error('an event was lost');
  return read;
}

function requireSense({ quantity: { unit } }: BatchRecord, { packId, count, quantity }: WantedWriteOff): void {
  const mistake = (pointer: string, code: string, facts = {}) =>
    invalid('write-off-mistaken', {}, [{ pointer, code, facts }]);
  if ((packId === undefined) === (quantity === undefined)) throw mistake('/packId', 'packs-or-bulk');
  if (packId !== undefined && count === undefined) throw mistake('/count', 'required');
  if (quantity && !converts(quantity.unit, unit)) throw mistake('/quantity/unit', 'input-unit', { unit });
}

function changeOf(batch: BatchRecord, actor: Actor, wanted: WantedWriteOff, at: Date): Change | EventRecord {
  const repeated = wanted.requestId && batch.events.find(({ requestId }) => requestId === wanted.requestId);
  if (repeated) return repeated;
  const { packId, count = 0, quantity } = wanted;
  const short = packId === undefined ? shortBulk(batch, quantity) : shortPacks(batch, packId, count);
  if (short) throw short;
  const gone = packId === undefined ? [] : [{ packId, count }];
  return {
    draft: { ...draftOf(actor, wanted, at), packs: gone, ...(quantity ? { amount: quantity } : {}) },
    packs: new Map(gone.map((one) => [one.packId, -one.count])),
    ...(quantity ? { bulk: { thousandths: -amountOf(quantity).thousandths, kept: true as const } } : {}),
  };
}

const draftOf = (actor: Actor, { reason, note, occurredAt, requestId }: WantedWriteOff, at: Date): EventDraft => ({
  ...systemEvent('written-off', { by: actor.name, note: note ?? null, reason: null }, at),
  occurredAt,
  measurements: [{ key: 'reason', value: reason, unit: '' }],
  requestId: requestId ?? null,
});

function shortBulk(batch: BatchRecord, quantity: Quantity | undefined): DomainError | null {
  const left = batch.left ?? 0;
  if (!quantity || amountOf(quantity).thousandths <= left) return null;
  return short(Math.max(0, inUnit(left, batch.quantity.unit)), batch.quantity.unit, '/quantity/value');
}

function shortPacks({ stock }: BatchRecord, packId: string, count: number): DomainError | null {
  const free = stock.find((row) => row.packId === packId)?.free ?? 0;
  return count <= free ? null : short(free, 'gói', '/count');
}

const short = (left: number, unit: string, pointer: string): DomainError =>
  telling('write-off-short', { left, unit }, [{ pointer, code: 'more-than-left-of-input', facts: { left, unit } }], {
    left,
    unit,
  });
