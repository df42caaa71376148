import type { Actor } from '../actor.ts';
import { getProduct, type Quantity } from '../catalog/products.ts';
import { upsert } from '../database/upsert.ts';
import { momentOn } from '../days.ts';
import { invalid } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireActFor } from '../identity/sellers.ts';
import { type Batch, registerBatch } from '../traceability/batches.ts';
import { type MeasuredValue, type PackCount, recordEvent, type TraceEvent } from '../traceability/events.ts';
import { expiryAskedOf } from '../traceability/expiry-asked.ts';
import { letGoOfCode } from '../traceability/reserved-codes.ts';
import { PhoneClockModel } from './phone-clock.ts';

/** When something was written on a phone, and how far wrong the phone's clock was. */
export interface Writing {
  id: string;
  /** By the phone's clock. */
  writtenAt: Date;
  /** So many minutes the phone's clock was ahead of ours when it was asked; behind is less than 0. */
  aheadMinutes: number;
  requestId: string | null;
}

export interface BatchEntry extends Writing {
  code: string;
  productId: string;
  quantity: Quantity;
  producedOn: string;
  expiresOn?: string | undefined;
  noExpiry?: true | undefined;
  note?: string | undefined;
  photoId?: string | undefined;
}

export interface StepEntry extends Writing {
  batchCode: string;
  stage: string;
  occurredOn: string;
  place?: string | undefined;
  note?: string | undefined;
  measurements?: MeasuredValue[] | undefined;
  photoIds?: string[] | undefined;
  packs?: PackCount[] | undefined;
}

/**
 * Registers a batch that was written without signal, under the code its phone gave it. Safe to repeat: the same entry finds the
 * batch it made.
 * @throws what `registerBatch` and `codeFor` throw, and invalid('batch-mistaken') for a last day that is missing
 */
export async function takeBatch(actor: Actor, entry: BatchEntry, at: Date): Promise<Batch> {
  const { code, writtenAt: _written, aheadMinutes: _ahead, id: _id, noExpiry, expiresOn, ...facts } = entry;
  const product = await getProduct(entry.productId);
  await requireActFor(actor, product.sellerId, 'product-not-found');
  const asked = await expiryAskedOf(product);
  if (asked !== 'nothing' && expiresOn === undefined && !(asked === 'day-or-none' && noExpiry))
    throw invalid('batch-mistaken', {}, [{ pointer: '/expiresOn', code: `expiry-${asked}` }]);
  const reserved = { code, accountId: actor.accountId };
  const wanted = { ...facts, expiresOn: noExpiry ? (expiresOn ?? null) : expiresOn, reserved };
  const batch = await registerBatch(actor, wanted, at);
  await letGoOfCode(reserved);
  await keepClock(actor, entry, batch.code, at);
  return batch;
}

/**
 * Writes a step that was written without signal into its batch's history. Safe to repeat.
 * @throws what `recordEvent` throws
 */
export async function takeStep(actor: Actor, entry: StepEntry, at: Date): Promise<TraceEvent> {
  const { stage, place, note, measurements, photoIds, packs, requestId } = entry;
  const occurredAt = happenedAt(entry, at);
  const wanted = { stage, occurredAt, place, note, measurements, photoIds, packs, requestId };
  const event = await recordEvent(actor, entry.batchCode, wanted, at);
  await keepClock(actor, entry, entry.batchCode, at);
  return event;
}

/** The minute it was written, by a right clock, where that is the day it was done; else that day's noon. */
export function happenedAt(
  { writtenAt, aheadMinutes, occurredOn }: Omit<StepEntry, 'batchCode' | 'stage'>,
  at: Date,
): Date {
  const written = new Date(Math.min(writtenAt.getTime() - aheadMinutes * 60_000, at.getTime()));
  return dayOf(written) === occurredOn ? written : momentOn(occurredOn, '12:00');
}

const worthKeepingMinutes = 60;

// Both times are kept: the history's, and what the phone said.
async function keepClock(actor: Actor, entry: Writing, code: string, at: Date): Promise<void> {
  const { id, writtenAt, aheadMinutes } = entry;
  if (Math.abs(aheadMinutes) < worthKeepingMinutes) return;
  const kept = { code, writtenAt, aheadMinutes, receivedAt: at };
  const _id = `${actor.accountId} ${id}`;
  await upsert(() => PhoneClockModel.updateOne({ _id }, { $setOnInsert: kept }, { upsert: true }));
}
