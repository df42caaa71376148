import { LimitChangeModel } from './limit-change.ts';
import type { Profile } from './profile.ts';

/** How much a transforming stage is expected to leave of what goes in, as parts of one. */
export interface StageYield {
  stage: string;
  least: number;
  most: number;
  source: string;
}

/** The key under which officers' changes of an expected yield stand among those of limits. */
const key = 'yield';

/** The yields that are expected now: those of the profile's file, with what officers made of them since. */
export async function yieldsInForce(profile: Profile): Promise<StageYield[]> {
  const written = profile.stages.flatMap(({ id, yield: expected }) => (expected ? [{ stage: id, ...expected }] : []));
  if (written.length === 0) return [];
  const changes = await LimitChangeModel.find({ kind: profile.kind, key }).sort({ _id: 1 }).lean();
  return written.map((one) => {
    const limit = changes.findLast(({ stage }) => stage === one.stage)?.limit;
    const { stage, least, most, source } = one;
    return limit
      ? { stage, least: limit.min ?? least, most: limit.max ?? most, source: limit.source }
      : { stage, least, most, source };
  });
}
