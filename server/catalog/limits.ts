import type { Actor } from '../actor.ts';
import { forbidden, invalid, type Mistake, missing } from '../errors.ts';
import { tellChange } from '../told-changes.ts';
import { LimitChangeModel, type LimitChangeRecord } from './limit-change.ts';
import type { Limit, Measurement, Profile } from './profile.ts';

/** A limit and what it bounds. */
export interface StageLimit {
  stage: string;
  key: string;
  limit: Limit;
}

export interface WantedLimit {
  min?: number | undefined;
  max?: number | undefined;
  source: string;
  /** YYYY-MM-DD, the day the source was looked at. */
  asOf: string;
}

/** One change of a limit, for people to read. */
export type LimitChange = Pick<LimitChangeRecord, 'limit' | 'by' | 'at'>;

/** The limits that count now: those of the profile's file, with what officers made of them since. */
export async function limitsInForce(profile: Profile): Promise<StageLimit[]> {
  const changes = await LimitChangeModel.find({ kind: profile.kind }).sort({ at: 1, _id: 1 }).lean();
  return profile.stages.flatMap((stage) =>
    stage.measurements.flatMap(({ key, limit: written }) => {
      const change = changes.findLast((one) => one.stage === stage.id && one.key === key);
      const limit = change ? change.limit : (written ?? null);
      return limit ? [{ stage: stage.id, key, limit: plain(limit) }] : [];
    }),
  );
}

/** The limit of one measurement among a batch's or a profile's; null where nothing bounds it. */
export const limitOn = (limits: readonly StageLimit[], stage: string, key: string): Limit | null =>
  limits.find((one) => one.stage === stage && one.key === key)?.limit ?? null;

/** A limit with what a template needs to know of its sides. */
export const sided = (limit: Limit | null) =>
  limit && { ...limit, hasMin: limit.min !== undefined, hasMax: limit.max !== undefined };

/**
 * Sets a limit from now on; batches made before keep theirs. Without min and max there is no limit any more.
 * @throws forbidden('officers-only'), missing('measurement-not-found'), invalid('limit-mistaken') with pointers
 */
export async function changeLimit(
  actor: Actor,
  profile: Profile,
  place: { stage: string; key: string } & WantedLimit,
  at: Date,
): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('officers-only');
  const { stage, key, min, max, source, asOf } = place;
  const mistakes = mistakesIn(getMeasurement(profile, stage, key), place);
  if (mistakes.length > 0) throw invalid('limit-mistaken', {}, mistakes);
  const limit = min === undefined && max === undefined ? null : plain({ min, max, source, asOf });
  const before = limitOn(await limitsInForce(profile), stage, key);
  await LimitChangeModel.create({ kind: profile.kind, stage, key, limit, by: actor.name, at });
  tellLimit(actor, key, before, limit);
}

/** Tells what became of the two sides of a limit. @param of of what it is */
export function tellLimit(actor: Actor, of: string, before: Partial<Limit> | null, after: Partial<Limit> | null): void {
  const side = (which: 'min' | 'max') => ({
    what: which,
    of,
    from: before?.[which] ?? null,
    to: after?.[which] ?? null,
  });
  tellChange(actor, side('min'), side('max'));
}

/** What officers made of one limit, the latest first. */
export async function limitHistory(kind: string, stage: string, key: string): Promise<LimitChange[]> {
  const changes = await LimitChangeModel.find({ kind, stage, key }).sort({ at: -1, _id: -1 }).limit(100).lean();
  return changes.map(({ limit, by, at }) => ({ limit: limit && plain(limit), by, at }));
}

/** @throws missing('measurement-not-found') */
export function getMeasurement(profile: Profile, stageId: string, key: string): Measurement {
  const stage = profile.stages.find(({ id }) => id === stageId);
  const measurement = stage?.measurements.find((one) => one.key === key);
  if (!measurement) throw missing('measurement-not-found');
  return measurement;
}

function mistakesIn({ plausible }: Measurement, { min, max }: WantedLimit): Mistake[] {
  const outside = (value: number | undefined): boolean =>
    value !== undefined && (value < plausible.min || value > plausible.max);
  const facts = { min: plausible.min, max: plausible.max };
  return [
    ...(outside(min) ? [{ pointer: '/min', code: 'limit-implausible', facts }] : []),
    ...(outside(max) ? [{ pointer: '/max', code: 'limit-implausible', facts }] : []),
    ...(min !== undefined && max !== undefined && min > max ? [{ pointer: '/max', code: 'limit-upside-down' }] : []),
  ];
}

const plain = ({ min, max, source, asOf }: Limit): Limit => ({
  ...(typeof min === 'number' ? { min } : {}),
  ...(typeof max === 'number' ? { max } : {}),
  source,
  asOf,
});
