import type { Quantity } from '../catalog/products.ts';
import { currentOf, type EventRecord, type MeasuredValue, type PackCount } from './event.ts';
import { type Finding, plainFinding } from './finding.ts';
import { type Input, plainInput } from './input.ts';
import { plainFacts, type RegisteredFacts } from './registered-facts.ts';

/** One step in a batch's history as others read it. */
export interface TraceEvent {
  id: string;
  /** A stage of the profile, or one of the system's own. */
  stage: string;
  /** When it happened, as the person says. */
  occurredAt: Date;
  /** When it reached us. */
  recordedAt: Date;
  place: string | null;
  measurements: MeasuredValue[];
  findings: Finding[];
  note: string | null;
  photoIds: string[];
  packs: PackCount[];
  /** What went in at this step. */
  inputs: Input[];
  /** Of a write-off: so much of the bulk. */
  amount: Quantity | null;
  /** Of a correction of the registration: what it says from then on. */
  facts: RegisteredFacts | null;
  /** This correction, or the latest one of this step, says that it never happened. */
  withdrawn: boolean;
  /** Display name of the recorder; '' for the system and once erased. */
  by: string;
  hash: string;
  previousHash: string;
  /** The latest event that corrects this one. */
  correctedBy: string | null;
  /** The earlier event that this one corrects. */
  corrects: string | null;
  /** Why it was corrected, recalled or lifted. */
  reason: string | null;
  /** Of a dispatch: never shown to the public. */
  orderNumber: string | null;
}

/** The events of a batch as others read them, in the order they were recorded. */
export const readEvents = (records: readonly EventRecord[]): TraceEvent[] =>
  records.map((record) => ({
    id: record.id,
    stage: record.stage,
    occurredAt: record.occurredAt,
    recordedAt: record.recordedAt,
    place: record.place,
    measurements: record.measurements.map(({ key, value, unit }) => ({ key, value, unit })),
    findings: (record.findings ?? []).map(plainFinding),
    photoIds: [...record.photoIds],
    packs: record.packs.map(({ packId, count }) => ({ packId, count })),
    inputs: (record.inputs ?? []).map(plainInput),
    amount: plainAmount(record),
    facts: record.facts ? plainFacts(record.facts) : null,
    ...wordsOf(record),
    hash: record.hash,
    previousHash: record.previousHash,
    corrects: record.corrects,
    ...correctionOf(record, records),
    orderNumber: record.orderNumber,
  }));

const plainAmount = ({ amount }: EventRecord): Quantity | null =>
  amount ? { value: amount.value, unit: amount.unit } : null;

const wordsOf = ({ words }: EventRecord): Pick<TraceEvent, 'note' | 'by' | 'reason'> => ({
  note: words?.note ?? null,
  by: words?.by ?? '',
  reason: words?.reason ?? null,
});

function correctionOf(
  record: EventRecord,
  records: readonly EventRecord[],
): Pick<TraceEvent, 'correctedBy' | 'withdrawn'> {
  const current = currentOf(records, record);
  return { correctedBy: current === record ? null : current.id, withdrawn: current.withdrawn ?? false };
}
