import { findStage, getProfile, type Profile } from '../catalog/profiles.ts';
import type { Localized } from '../language.ts';
import type { Batch } from './batch.ts';
import { currentOf } from './event.ts';

/** Key data that the profile asks for and a recorded step does not say, or a whole stage that was passed over. */
export interface Gap {
  /** The step to be completed; null where the stage has none. */
  eventId: string | null;
  stage: string;
  stageName: Localized;
  /** What is not said; null where nothing of the stage is. */
  name: Localized | null;
}

/** What is missing in the steps recorded so far, as they were last corrected; what was said once in a stage is said. */
export function gapsIn(batch: Batch): Gap[] {
  const profile = getProfile(batch.kind);
  const steps = batch.events.filter(
    ({ corrects, orderNumber, withdrawn }) => corrects === null && orderNumber === null && !withdrawn,
  );
  const said = new Set(
    steps.flatMap((step) => currentOf(batch.events, step).measurements.map(({ key }) => `${step.stage} ${key}`)),
  );
  const last = new Map(steps.map((step) => [step.stage, step.id]));
  return [...skippedIn(profile, last), ...unsaidIn(profile, last, said)];
}

/** Stages that come before one that is recorded, and are not: leaving a step out is no better than recording it empty. */
function skippedIn(profile: Profile, recorded: ReadonlyMap<string, string>): Gap[] {
  const stages = profile.stages.filter(({ optional }) => !optional);
  const furthest = stages.findLastIndex(({ id }) => recorded.has(id));
  return stages
    .slice(0, Math.max(0, furthest))
    .filter(({ id }) => !recorded.has(id))
    .map(({ id, name }) => ({ eventId: null, stage: id, stageName: name, name: null }));
}

function unsaidIn(profile: Profile, last: ReadonlyMap<string, string>, said: ReadonlySet<string>): Gap[] {
  return [...last].flatMap(([id, eventId]) => {
    const stage = findStage(profile, id);
    const missing = stage?.keyData.filter(({ key, needed }) => needed && !said.has(`${id} ${key}`)) ?? [];
    return missing.map(({ name }) => ({ eventId, stage: id, stageName: stage?.name ?? name, name }));
  });
}
