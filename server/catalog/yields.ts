import type { Actor } from '../actor.ts';
import { forbidden, invalid, type Mistake, missing } from '../errors.ts';
import { LimitChangeModel, type LimitChangeRecord } from './limit-change.ts';
import { tellLimit } from './limits.ts';
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
  const changes = await LimitChangeModel.find({ kind: profile.kind, key }).sort({ at: 1, _id: 1 }).lean();
  return written.map((one) => {
    const limit = changes.findLast(({ stage }) => stage === one.stage)?.limit;
    const { stage, least, most, source } = one;
    return limit
      ? { stage, least: limit.min ?? least, most: limit.max ?? most, source: limit.source }
      : { stage, least, most, source };
  });
}

/** The name of the last change of what a kind's stages are expected to leave; null where nobody changed it. */
export async function lastYieldChange(kind: string): Promise<string | null> {
  const last = await LimitChangeModel.findOne({ kind, key }, { _id: 1 }).sort({ at: -1, _id: -1 }).lean();
  return last && last._id.toHexString();
}

export interface WantedYield {
  stage: string;
  /** Parts of one, above 0 and at most 1. */
  least: number;
  most: number;
  source: string;
  /** YYYY-MM-DD, the day the source was looked at. */
  asOf: string;
}

/** One change of what a stage is expected to leave, for people to read. */
export interface YieldChange extends Omit<WantedYield, 'stage'> {
  by: string;
  at: Date;
}

/**
 * Sets how much a transforming stage is expected to leave, from now on: a batch is asked by what is expected when it is looked at;
 * the list of those that ask is brought up to it in the background (traceability/balance-flags.ts).
 * @throws forbidden('officers-only'), missing('measurement-not-found') for a stage that turns nothing into anything,
 * invalid('limit-mistaken') with pointers
 */
export async function changeYield(actor: Actor, profile: Profile, wanted: WantedYield, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('officers-only');
  requireYield(profile, wanted.stage);
  const { stage, least, most, source, asOf } = wanted;
  const mistakes = mistakesIn(least, most);
  if (mistakes.length > 0) throw invalid('limit-mistaken', {}, mistakes);
  const limit = { min: least, max: most, source, asOf };
  const before = await getYield(profile, stage);
  await LimitChangeModel.create({ kind: profile.kind, stage, key, limit, by: actor.name, at });
  tellLimit(actor, stage, { min: before.least, max: before.most }, limit);
}

/** What officers made of it, the latest first. */
export async function yieldHistory(kind: string, stage: string): Promise<YieldChange[]> {
  const changes = await LimitChangeModel.find({ kind, stage, key }).sort({ at: -1, _id: -1 }).limit(100).lean();
  return changes.flatMap(changeOf);
}

/** What a stage is expected to leave now. @throws missing('measurement-not-found') */
export async function getYield(profile: Profile, stage: string): Promise<StageYield> {
  requireYield(profile, stage);
  const found = (await yieldsInForce(profile)).find((one) => one.stage === stage);
  if (!found) throw missing('measurement-not-found');
  return found;
}

function requireYield({ stages }: Profile, stage: string): void {
  if (!stages.find(({ id }) => id === stage)?.yield) throw missing('measurement-not-found');
}

const changeOf = ({ limit, by, at }: LimitChangeRecord): YieldChange[] =>
  limit ? [{ least: limit.min ?? 0, most: limit.max ?? 1, source: limit.source, asOf: limit.asOf, by, at }] : [];

function mistakesIn(least: number, most: number): Mistake[] {
  const facts = { min: 0, max: 100 };
  const outside = (value: number): boolean => !(value > 0 && value <= 1);
  return [
    ...(outside(least) ? [{ pointer: '/least', code: 'limit-implausible', facts }] : []),
    ...(outside(most) ? [{ pointer: '/most', code: 'limit-implausible', facts }] : []),
    ...(least > most ? [{ pointer: '/most', code: 'limit-upside-down' }] : []),
  ];
}
