import type { Actor } from '../actor.ts';
import type { Product } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { conflict, missing } from '../errors.ts';
import type { Change } from './append.ts';
import type { BatchRecord } from './batch-record.ts';
import { heldIn, type PackSizes } from './bulk.ts';
import { currentOf, type EventDraft, type EventRecord, systemStages, type WantedFacts } from './event.ts';
import { readFindings, requireNoSilentFailure } from './findings.ts';
import { gateAfter, outsideAfter } from './gate.ts';
import { readMeasurements } from './measurements.ts';
import { requireOccurred } from './occurred.ts';
import { difference, requireFree, requirePackable, requirePacks } from './pack-counts.ts';
import type { RegisteredFacts } from './registered-facts.ts';

/** What is left out stays as the corrected event says. */
export interface WantedCorrection extends WantedFacts {
  eventId: string;
  reason: string;
  occurredAt?: Date | undefined;
  /** The step never happened: nothing else is asked. */
  withdrawn?: true | undefined;
  /** Of the registration alone (`eventId: 'registration'`). */
  facts?: Partial<RegisteredFacts> | undefined;
}

interface Correction {
  batch: BatchRecord;
  sizes: PackSizes;
  product: Product;
  actor: Actor;
  wanted: WantedCorrection;
  at: Date;
}

/** The event that takes the place of an earlier one, and what it changes in the stock. */
export function correctionOf({ batch, sizes, product, actor, wanted, at }: Correction): Change | EventRecord {
  const repeated = wanted.requestId && batch.events.find(({ requestId }) => requestId === wanted.requestId);
  if (repeated) return repeated;
  const first = firstOf(batch, wanted.eventId);
  const current = currentOf(batch.events, first);
  const draft = corrected(current, wanted, actor, at);
  draft.corrects = first.id;
  if (wanted.occurredAt) requireOccurred(wanted.occurredAt, at);
  const profile = getProfile(batch.kind);
  draft.measurements = readMeasurements(profile, first.stage, draft.measurements);
  draft.findings = readFindings(profile, first.stage, draft.findings);
  requireNoSilentFailure({ ...draft, note: draft.words.note });
  if (wanted.packs) requirePacks(product, wanted.packs);
  requirePackable(batch, product, draft.packs);
  const packs = difference(current.packs, draft.packs);
  requireFree(batch, packs);
  const bulk = { thousandths: -heldIn(packs, sizes, batch.quantity.unit) };
  return { draft, packs, bulk, set: { gate: gateAfter(batch, draft), outside: outsideAfter(batch, draft) } };
}

// Correcting a correction corrects what it corrected: the history stays one step deep.
function firstOf(batch: BatchRecord, eventId: string): EventRecord {
  const named = batch.events.find(({ id }) => id === eventId);
  const first = named?.corrects ? batch.events.find(({ id }) => id === named.corrects) : named;
  if (!first) throw missing('event-not-found');
  if ((systemStages as readonly string[]).includes(first.stage)) throw conflict('event-not-correctable');
  return first;
}

function corrected(current: EventRecord, wanted: WantedCorrection, actor: Actor, at: Date): EventDraft {
  return {
    stage: current.stage,
    occurredAt: either(wanted.occurredAt, current.occurredAt),
    recordedAt: at,
    place: either(wanted.place, current.place),
    measurements: either(wanted.measurements, current.measurements),
    findings: either(wanted.findings, current.findings ?? []),
    photoIds: either(wanted.photoIds, current.photoIds),
    packs: either(wanted.packs, current.packs),
    ...(current.inputs ? { inputs: current.inputs } : {}),
    corrects: current.id,
    orderNumber: null,
    requestId: wanted.requestId ?? null,
    words: { by: actor.name, note: either(wanted.note, current.words?.note ?? null), reason: wanted.reason },
  };
}

const either = <T>(wanted: T | undefined, before: T): T => (wanted === undefined ? before : wanted);
