import type { Actor } from '../actor.ts';
import { unavailable } from '../errors.ts';
import type { Batch } from './batch.ts';
import type { MeasuredValue, PackCount, TraceEvent } from './event.ts';

export type { MeasuredValue, PackCount, TraceEvent } from './event.ts';

export interface WantedEvent {
  stage: string;
  occurredAt: Date;
  place?: string | null | undefined;
  measurements?: MeasuredValue[] | undefined;
  note?: string | null | undefined;
  photoIds?: string[] | undefined;
  packs?: PackCount[] | undefined;
}

/** What is left out stays as the corrected event says. */
export interface WantedCorrection extends Partial<Omit<WantedEvent, 'stage'>> {
  eventId: string;
  reason: string;
}

export async function recordEvent(_actor: Actor, _code: string, _wanted: WantedEvent, _at: Date): Promise<TraceEvent> {
  throw unavailable('batch-not-kept');
}

export async function correctEvent(
  _actor: Actor,
  _code: string,
  _wanted: WantedCorrection,
  _at: Date,
): Promise<TraceEvent> {
  throw unavailable('batch-not-kept');
}

/** A system event without personal data; safe to repeat: once per order and stage. */
export async function recordDispatch(
  _code: string,
  _wanted: { orderNumber: string; stage: 'packed-order' | 'shipped-order'; packs: PackCount[] },
  _at: Date,
): Promise<void> {
  throw unavailable('batch-not-kept');
}

export type ChainVerdict = { ok: true } | { ok: false; firstBroken: string };

/** Whether nobody changed, removed, reordered or inserted an event or the facts of registration. */
export function verifyChain(_batch: Batch): ChainVerdict {
  return { ok: true };
}
