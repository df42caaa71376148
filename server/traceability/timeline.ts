import type { Localized } from '../language.ts';
import type { Batch } from './batch.ts';
import type { PackCount } from './event.ts';

export interface StoryMeasurement {
  key: string;
  name: Localized;
  value: number | string;
  unit: string;
  limit: { min?: number | undefined; max?: number | undefined; source: string; asOf: string } | null;
  verdict: 'within' | 'outside' | 'no-limit';
}

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
  note: string | null;
  photoIds: string[];
  packs: PackCount[];
  by: string;
  hash: string;
}

/** What the public sees: steps in the order they happened, corrected values with a mark, no dispatches, no names of people. */
export function publicStory(_batch: Batch): StoryStep[] {
  return [];
}
