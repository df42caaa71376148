import type { Actor } from '../actor.ts';
import { forbidden, invalid } from '../errors.ts';
import { tellChange } from '../told-changes.ts';
import { LimitChangeModel } from './limit-change.ts';
import type { Profile } from './profile.ts';

/** How long goods of a kind usually keep, and where that comes from. */
export interface ShelfLife {
  days: number;
  source: string;
  /** YYYY-MM-DD, the day the source was looked at. */
  asOf: string;
}

// No stage or measurement can be called so, and so it stands beside their limits without being one of them.
const place = { stage: '*', key: 'shelf-life' };
const longestDays = 3650;

/** What officers made of it last, else what the profile's file says; null where nobody has said anything. */
export async function shelfLifeOf({ kind, shelfLifeDays, source, asOf }: Profile): Promise<ShelfLife | null> {
  const [change] = await LimitChangeModel.find({ kind, ...place })
    .sort({ at: -1, _id: -1 })
    .limit(1)
    .lean();
  if (change) return change.limit ? { days: change.limit.max ?? 0, ...sourceOf(change.limit) } : null;
  return shelfLifeDays === null ? null : { days: shelfLifeDays, source, asOf };
}

/**
 * Sets the usual shelf life of a kind from now on; batches registered before keep their last day. Without days there is none.
 * @throws forbidden('officers-only'), invalid('limit-mistaken') with a pointer
 */
export async function changeShelfLife(
  actor: Actor,
  profile: Profile,
  { days, source, asOf }: { days?: number | undefined; source: string; asOf: string },
  at: Date,
): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('officers-only');
  if (days !== undefined && (days < 1 || days > longestDays)) {
    const facts = { min: 1, max: longestDays };
    throw invalid('limit-mistaken', {}, [{ pointer: '/days', code: 'limit-implausible', facts }]);
  }
  const limit = days === undefined ? null : { max: days, source, asOf };
  const before = await shelfLifeOf(profile);
  await LimitChangeModel.create({ kind: profile.kind, ...place, limit, by: actor.name, at });
  tellChange(actor, { what: 'shelf-life', from: before?.days ?? null, to: days ?? null });
}

const sourceOf = ({ source, asOf }: { source: string; asOf: string }) => ({ source, asOf });
