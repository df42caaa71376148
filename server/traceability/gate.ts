import { isWithin, limitOn, type StageLimit } from '../catalog/profiles.ts';
import type { MeasuredValue } from './event.ts';
import { type Finding, saysFailed, verdictOfFinding } from './finding.ts';

/** open: may be sold; waiting: for an inspection; failed: something lies outside a limit, and nobody has answered for it. */
export type Gate = 'open' | 'waiting' | 'failed';

/** The stage of every profile that a laboratory's results are recorded under. */
export const inspectionStage = 'inspection';

interface Recorded {
  id?: string;
  stage: string;
  occurredAt: Date;
  measurements: readonly MeasuredValue[];
  findings?: readonly Finding[] | undefined;
  corrects: string | null;
  /** Of a correction: the step never happened. */
  withdrawn?: true | undefined;
}

interface Guarded {
  needsInspection?: boolean;
  limits: readonly StageLimit[];
  events: readonly Recorded[];
}

/**
 * Whether a batch may be sold after what its history says, and after one event more if given.
 *
 * What lies outside a limit shuts it until it is corrected or the cooperative or the officer answers for it. Of inspections
 * those count that happened last, whenever they were recorded; of several at the same time the gravest. Where an inspection is
 * asked for, one that names its report and a result, and found nothing outside, opens it.
 */
export function gateAfter(batch: Guarded, more?: Recorded): Gate {
  const all = more ? [...batch.events, more] : batch.events;
  const answered = all.findLastIndex(({ stage }) => stage === 'sale-allowed');
  const asked = all.findLastIndex(({ stage }) => stage === 'inspection-asked');
  const steps = standing(all);
  if (steps.some((step) => all.indexOf(step) > answered && hasOutside(step, batch.limits))) return 'failed';
  const isAsked = (batch.needsInspection === true && answered < 0) || asked > answered;
  return !isAsked || steps.some(isPassed) ? 'open' : 'waiting';
}

/** Whether anything measured in this history, as it was last corrected, lies outside the limit it was made under. */
export function outsideAfter({ limits, events }: Guarded, more?: Recorded): boolean {
  const all = more ? [...events, more] : events;
  return currentSteps(all).some((step) => hasOutside(step, limits));
}

/** Whether a step measures anything outside its limit, or says so in words. */
export function hasOutside({ stage, measurements, findings }: Recorded, limits: readonly StageLimit[]): boolean {
  const isOutside = ({ key, value }: MeasuredValue): boolean => {
    if (typeof value === 'string') return stage === inspectionStage && saysFailed(value);
    const limit = limitOn(limits, stage, key);
    return limit !== null && !isWithin(value, limit);
  };
  return measurements.some(isOutside) || (findings ?? []).some((one) => verdictOfFinding(one) === 'outside');
}

// Later corrections take the place of earlier ones; a batch sold in small orders has hundreds of events.
function currentSteps(all: readonly Recorded[]): Recorded[] {
  const corrections = new Map(all.flatMap((one) => (one.corrects === null ? [] : [[one.corrects, one] as const])));
  return all
    .filter(({ corrects }) => corrects === null)
    .map((one) => corrections.get(one.id ?? '') ?? one)
    .filter(({ withdrawn }) => !withdrawn);
}

/** The steps that count: all but the inspections that a later one has overtaken. */
function standing(all: readonly Recorded[]): Recorded[] {
  const steps = currentSteps(all);
  const latest = Math.max(...steps.filter(isInspection).map(({ occurredAt }) => occurredAt.getTime()));
  return steps.filter((step) => !isInspection(step) || step.occurredAt.getTime() === latest);
}

const isInspection = ({ stage }: Recorded): boolean => stage === inspectionStage;

// What its kind of goods is called with (laboratory, number of the report) is no result.
const isPassed = (step: Recorded): boolean =>
  isInspection(step) &&
  step.measurements.some(({ key }) => key === 'report') &&
  (step.measurements.some(({ value }) => typeof value === 'number') || (step.findings ?? []).length > 0);
