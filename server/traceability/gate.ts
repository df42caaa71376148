import { isWithin, limitOn, type StageLimit } from '../catalog/profiles.ts';
import { currentOf, type MeasuredValue } from './event.ts';
import { type Finding, verdictOfFinding } from './finding.ts';

/** open: may be sold; waiting: for an inspection; failed: the last inspection found something outside a limit. */
export type Gate = 'open' | 'waiting' | 'failed';

/** The stage of every profile that a laboratory's results are recorded under. */
export const inspectionStage = 'inspection';

interface Recorded {
  id?: string;
  stage: string;
  measurements: readonly MeasuredValue[];
  findings?: readonly Finding[] | undefined;
  corrects: string | null;
}

interface Guarded {
  needsInspection?: boolean;
  limits: readonly StageLimit[];
  events: readonly Recorded[];
}

/**
 * Whether a batch may be sold after what its history says, and after one event more if given. The last inspection decides:
 * it is passed when it names its report and found nothing outside a limit. Without an inspection asked for it is open.
 */
export function gateAfter({ needsInspection, limits, events }: Guarded, more?: Recorded): Gate {
  if (!needsInspection) return 'open';
  const all = more ? [...events, more] : events;
  const last = all.findLast(({ stage, corrects }) => stage === inspectionStage && corrects === null);
  if (!last) return 'waiting';
  const current = currentOf(all, last);
  if (hasOutside(current, limits)) return 'failed';
  return current.measurements.some(({ key }) => key === 'report') ? 'open' : 'waiting';
}

/** Whether anything measured in this history, as it was last corrected, lies outside the limit it was made under. */
export function outsideAfter({ limits, events }: Guarded, more?: Recorded): boolean {
  const all = more ? [...events, more] : events;
  // Later corrections take the place of earlier ones; a batch sold in small orders has hundreds of events.
  const corrections = new Map(all.flatMap((one) => (one.corrects === null ? [] : [[one.corrects, one] as const])));
  return all.some((one) => one.corrects === null && hasOutside(corrections.get(one.id ?? '') ?? one, limits));
}

function hasOutside({ stage, measurements, findings }: Recorded, limits: readonly StageLimit[]): boolean {
  const isOutside = ({ key, value }: MeasuredValue): boolean => {
    const limit = limitOn(limits, stage, key);
    return limit !== null && typeof value === 'number' && !isWithin(value, limit);
  };
  return measurements.some(isOutside) || (findings ?? []).some((one) => verdictOfFinding(one) === 'outside');
}
