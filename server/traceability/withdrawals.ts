import type { Actor } from '../actor.ts';
import { conflict, missing } from '../errors.ts';
import { amountOf } from './amount.ts';
import type { Change } from './append.ts';
import type { BatchRecord } from './batch-record.ts';
import { heldIn, type PackSizes, stepsOf } from './bulk.ts';
import { currentOf, type EventDraft, type EventRecord, systemStages } from './event.ts';
import { gateAfter, outsideAfter } from './gate.ts';
import { sourceOf } from './input.ts';
import { difference, requireFree } from './pack-counts.ts';
import { systemEvent } from './system-event.ts';

interface Withdrawal {
  batch: BatchRecord;
  sizes: PackSizes;
  actor: Actor;
  wanted: { eventId: string; reason: string; requestId?: string | null | undefined };
  at: Date;
}

/**
 * The event that says an earlier one never happened: its packs go out of the stock, what it wrote off comes back, and what it
 * was made from is so no longer (the draws are given back by who calls).
 * @throws missing('event-not-found'), conflict('event-not-correctable' | 'packs-already-promised')
 */
export function withdrawalOf({ batch, sizes, actor, wanted, at }: Withdrawal): Change | EventRecord {
  const repeated = wanted.requestId && batch.events.find(({ requestId }) => requestId === wanted.requestId);
  if (repeated) return repeated;
  const first = withdrawable(batch, wanted.eventId);
  const current = currentOf(batch.events, first);
  if (current.withdrawn) return current;
  const writesOff = first.stage === 'written-off';
  const packs = writesOff ? difference([], current.packs) : difference(current.packs, []);
  requireFree(batch, packs);
  const words = { by: actor.name, note: null, reason: wanted.reason };
  const draft: EventDraft = {
    ...systemEvent(first.stage, words, at),
    occurredAt: current.occurredAt,
    corrects: first.id,
    withdrawn: true,
    requestId: wanted.requestId ?? null,
  };
  return {
    draft,
    packs,
    bulk: { thousandths: writesOff ? writtenOff(current) : -heldIn(packs, sizes, batch.quantity.unit) },
    madeFrom: { drop: goneSources(batch, first, current) },
    set: { gate: gateAfter(batch, draft), outside: outsideAfter(batch, draft) },
  };
}

function withdrawable({ events }: BatchRecord, eventId: string): EventRecord {
  const named = events.find(({ id }) => id === eventId);
  const first = named?.corrects ? events.find(({ id }) => id === named.corrects) : named;
  if (!first) throw missing('event-not-found');
  const isSystem = (systemStages as readonly string[]).includes(first.stage);
  if (isSystem && first.stage !== 'written-off') throw conflict('event-not-correctable');
  return first;
}

const writtenOff = ({ amount }: EventRecord): number => (amount ? amountOf(amount).thousandths : 0);

// What another step, or the registration, names as well stays.
function goneSources(batch: BatchRecord, first: EventRecord, { inputs = [] }: EventRecord): string[] {
  const others = stepsOf(batch).filter(({ id }) => id !== first.id);
  const still = new Set([...batch.inputs, ...others.flatMap((one) => one.inputs ?? [])].map(sourceOf));
  return inputs.map(sourceOf).filter((id) => !still.has(id));
}
