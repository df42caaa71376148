import { findStage, getProfile } from '../catalog/profiles.ts';
import type { Localized } from '../language.ts';
import type { Batch } from './batch.ts';
import { currentOf } from './event.ts';

/** Key data that the profile asks for and a recorded step does not say. */
export interface Gap {
  eventId: string;
  stage: string;
  stageName: Localized;
  name: Localized;
}

/** What is missing in the steps recorded so far, as they were last corrected; what was said once in a stage is said. */
export function gapsIn(batch: Batch): Gap[] {
  const profile = getProfile(batch.kind);
  const steps = batch.events.filter(({ corrects, orderNumber }) => corrects === null && orderNumber === null);
  const said = new Set(
    steps.flatMap((step) => currentOf(batch.events, step).measurements.map(({ key }) => `${step.stage} ${key}`)),
  );
  const last = new Map(steps.map((step) => [step.stage, step.id]));
  return [...last].flatMap(([id, eventId]) => {
    const stage = findStage(profile, id);
    const missing = stage?.keyData.filter(({ key, needed }) => needed && !said.has(`${id} ${key}`)) ?? [];
    return missing.map(({ name }) => ({ eventId, stage: id, stageName: stage?.name ?? name, name }));
  });
}
