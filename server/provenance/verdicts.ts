import { expires, getProfile } from '../catalog/profiles.ts';
import type { Batch } from '../traceability/batches.ts';
import { gapsIn } from '../traceability/gaps.ts';
import { isSystemStage, outsideIn, publicStory, type StoryStep } from '../traceability/timeline.ts';
import { type Evidence, type Verdict, verdictOf } from './verdict.ts';

export type { Verdict } from './verdict.ts';

/** The facts of a batch that its verdict hangs on. @param today YYYY-MM-DD */
export function evidenceOf(
  batch: Batch,
  { photoId, today, steps = publicStory(batch) }: { photoId: string | null; today: string; steps?: StoryStep[] },
): Omit<Evidence, 'unit'> {
  const isOutside = batch.gate === 'failed';
  return {
    recalled: batch.state === 'recalled',
    chainWhole: batch.chain.ok,
    outsideLimit: isOutside,
    wasOutside: !isOutside && steps.some((step) => outsideIn(step).length > 0),
    madeOver: batch.isOver,
    // What comes from a recalled lot is recalled itself.
    inputBarred: batch.ban !== null && batch.ban.why !== 'recalled',
    untested: batch.gate === 'waiting',
    expiresOn: batch.expiresOn,
    expires: expires(getProfile(batch.kind)),
    today,
    steps: steps.filter(({ stage }) => !isSystemStage(stage)).length,
    gaps: gapsIn(batch).length > 0,
    hasPhoto: photoId !== null || steps.some(({ photoIds }) => photoIds.length > 0),
    uncheckedSince: null,
  };
}

/** The verdict over a batch as such, without a label of it. @param photoId its own or its product's @param today YYYY-MM-DD */
export const verdictOnBatch = (batch: Batch, photoId: string | null, today: string): Verdict =>
  verdictOf({ ...evidenceOf(batch, { photoId: batch.photoId ?? photoId, today }), unit: 'batch' });
