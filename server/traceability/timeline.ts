import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { findStage, getProfile, isWithin, type Limit, limitOn, type Profile, unitName } from '../catalog/profiles.ts';
import { inAll, type Localized } from '../language.ts';
import { WrittenWords } from '../localized.ts';
import { fromRoot } from '../root.ts';
import type { Batch } from './batch.ts';
import { currentOf, isPrivateStep, type MeasuredValue, type PackCount, systemStages } from './event.ts';
import { type Finding, type FindingVerdict, verdictOfFinding } from './finding.ts';
import { type TraceEvent } from './trace-event.ts';

export { isPrivateStep } from './event.ts';
export { verdictOfFinding } from './finding.ts';
export { inspectionStage } from './gate.ts';

export interface StoryMeasurement {
  key: string;
  name: Localized;
  value: number | string;
  unit: string;
  unitName: Localized;
  /** The limit this batch was made under. */
  limit: Limit | null;
  verdict: 'within' | 'outside' | 'no-limit';
}

/** A laboratory's result outside the profile, and what comes of it. */
export type StoryFinding = Finding & { verdict: FindingVerdict };

export interface StoryStep {
  eventId: string;
  stage: string;
  name: Localized;
  /** web/static/stages/<picture>.svg */
  picture: string;
  occurredAt: Date;
  recordedAt: Date;
  /** late: told more than 48 hours after; clock: told before it happened, so the phone's clock was wrong. */
  timing: 'prompt' | 'late' | 'clock';
  /** The values shown are those of a later correction. */
  corrected: boolean;
  place: string | null;
  measurements: StoryMeasurement[];
  findings: StoryFinding[];
  note: string | null;
  photoIds: string[];
  packs: PackCount[];
  /** Who recorded it; '' for the public, the system, and once erased. */
  by: string;
  hash: string;
}

/** A step as the people who work on the batch see it. */
export interface StaffStep extends StoryStep {
  /** This event names an earlier one as wrong. */
  corrects: string | null;
  /** A later event takes the place of this one. */
  correctedBy: string | null;
  reason: string | null;
  orderNumber: string | null;
  correctable: boolean;
  /** It can be said that it never happened. */
  withdrawable: boolean;
  /** It was said that it never happened. */
  withdrawn: boolean;
  /** What went in at this step. */
  inputs: TraceEvent['inputs'];
  /** Of a write-off: so much that was not packed. */
  amount: TraceEvent['amount'];
}

const hourMs = 3_600_000;

/** What steps are called that no profile has: those that the market itself writes down. */
const systemSteps = z
  .record(z.string(), z.strictObject({ name: WrittenWords, picture: z.string().optional() }))
  .parse(JSON.parse(readFileSync(fromRoot('server/traceability/system-steps.json'), 'utf8')));

// Nor is a step public that never happened.
const isPublic = (event: TraceEvent): boolean => event.corrects === null && !event.withdrawn && !isPrivateStep(event);

/** What the public sees: steps in the order they happened, corrected values with a mark; no dispatches, no names of people. */
export function publicStory(batch: Batch): StoryStep[] {
  return batch.events
    .filter(isPublic)
    .map((event) => ({ ...stepOf(batch, currentOf(batch.events, event), event), by: '' }))
    .sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

/** What the people of the batch see: every event in the order it was recorded, the corrected ones and their corrections. */
export function staffStory(batch: Batch): StaffStep[] {
  return batch.events.map((event) => ({
    ...stepOf(batch, event, event),
    corrected: false,
    corrects: event.corrects,
    correctedBy: event.correctedBy,
    reason: event.reason,
    orderNumber: event.orderNumber,
    correctable: event.corrects === null && !event.withdrawn && !isSystemStage(event.stage),
    withdrawable: event.corrects === null && !event.withdrawn && isPeoples(event.stage),
    withdrawn: event.withdrawn,
    inputs: event.inputs,
    amount: event.amount,
  }));
}

// People write off, though by a stage of the house's.
const isPeoples = (stage: string): boolean => stage === 'written-off' || !isSystemStage(stage);

/** What was measured outside its limit in a step, named. */
export const outsideIn = ({ measurements, findings }: Pick<StoryStep, 'measurements' | 'findings'>): string[] => [
  ...measurements.filter(({ verdict }) => verdict === 'outside').map(({ key }) => key),
  ...findings.filter(({ verdict }) => verdict === 'outside').map(({ name }) => name),
];

/** Key data of a step, such as its laboratory; null where it was not said. */
export function wordIn({ measurements }: Pick<StoryStep, 'measurements'>, key: string): string | null {
  const value = measurements.find((one) => one.key === key)?.value;
  return typeof value === 'string' ? value : null;
}

/** The stage that usually comes next: the first of the profile after the furthest one recorded; null after the last. */
export function nextStage(batch: Batch, profile: Profile = getProfile(batch.kind)): string | null {
  const stages = profile.stages.filter(({ optional }) => !optional);
  const reached = Math.max(
    -1,
    ...batch.events
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ stage }) => stages.findIndex(({ id }) => id === stage)),
  );
  return stages[reached + 1]?.id ?? null;
}

// Mark and times come from the event itself, so that a correction made weeks later does not look like a late report.
function stepOf(batch: Batch, shown: TraceEvent, event: TraceEvent): StoryStep {
  const profile = getProfile(batch.kind);
  const stage = findStage(profile, event.stage);
  return {
    eventId: event.id,
    stage: event.stage,
    name: stage?.name ?? systemSteps[event.stage]?.name ?? inAll(event.stage),
    picture: stage?.picture ?? systemSteps[event.stage]?.picture ?? 'step',
    occurredAt: shown.occurredAt,
    recordedAt: event.recordedAt,
    timing: timingOf(shown.occurredAt, event.recordedAt),
    corrected: shown !== event,
    place: shown.place,
    measurements: shown.measurements.map((one) => measurementOf(batch, profile, event.stage, one)),
    findings: shown.findings.map((one) => ({ ...one, verdict: verdictOfFinding(one) })),
    note: shown.note,
    photoIds: shown.photoIds,
    packs: shown.packs,
    by: event.by,
    hash: shown.hash,
  };
}

function timingOf(occurredAt: Date, recordedAt: Date): StoryStep['timing'] {
  const late = recordedAt.getTime() - occurredAt.getTime();
  if (late > 48 * hourMs) return 'late';
  return late < -hourMs ? 'clock' : 'prompt';
}

function measurementOf(batch: Batch, profile: Profile, stageId: string, one: MeasuredValue): StoryMeasurement {
  const limit = limitOn(batch.limits, stageId, one.key);
  return {
    ...one,
    name: nameOf(profile, stageId, one.key),
    unitName: unitName(one.unit),
    limit,
    verdict:
      limit === null || typeof one.value === 'string' ? 'no-limit' : isWithin(one.value, limit) ? 'within' : 'outside',
  };
}

function nameOf(profile: Profile, stageId: string, key: string): Localized {
  const stage = findStage(profile, stageId);
  const known = [...(stage?.measurements ?? []), ...(stage?.keyData ?? [])].find((one) => one.key === key);
  return known?.name ?? inAll(key);
}

/** Whether the house itself writes this stage. */
export const isSystemStage = (stage: string): boolean => (systemStages as readonly string[]).includes(stage);
