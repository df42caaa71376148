import type { StageLimit } from '../catalog/profiles.ts';
import { isWithin } from '../catalog/profiles.ts';
import type { MeasuredValue } from './event.ts';

/** open: may be sold; waiting: for an inspection; failed: the last inspection found something outside a limit. */
export type Gate = 'open' | 'waiting' | 'failed';

/** The stage of every profile that a laboratory's results are recorded under. */
export const inspectionStage = 'inspection';

interface Recorded {
  id?: string;
  stage: string;
  measurements: readonly MeasuredValue[];
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
  const { measurements } = all.findLast(({ corrects }) => corrects !== null && corrects === last.id) ?? last;
  if (measurements.some((one) => isOutside(one, limits))) return 'failed';
  return measurements.some(({ key }) => key === 'report') ? 'open' : 'waiting';
}

function isOutside({ key, value }: MeasuredValue, limits: readonly StageLimit[]): boolean {
  const limit = limits.find((one) => one.stage === inspectionStage && one.key === key)?.limit;
  return limit !== undefined && typeof value === 'number' && !isWithin(value, limit);
}
