import type { Actor } from '../actor.ts';
import { listProducts, type Product } from '../catalog/products.ts';
import { upsert } from '../database/upsert.ts';
import { daysAfter } from '../days.ts';
import { forbidden, missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { listStalls } from '../stalls/stalls.ts';
import type { KitWords } from './kit.ts';
import type { Occasion } from './post.ts';
import { occasionsFor } from './posts.ts';
import {
  type Candidate,
  keyOf,
  type Planned,
  planWeek,
  WeekPostModel,
  type WeekPostRecord,
  type WeekState,
} from './week.ts';

/** A week of the commune's page. */
export interface WeekPlan {
  /** the seven, Monday first, `YYYY-MM-DD` */
  days: string[];
  posts: (Planned & { product: string })[];
  dropped: { occasion: Occasion; productId: string; product: string; day: string }[];
}

// As many goods as a page of the market has twice over: a week takes seven.
const lookedAt = 48;

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => daysAfter(day, 1 - (new Date(`${day}T00:00:00Z`).getUTCDay() || 7));

/**
 * What the commune's page tells this week, from what is new.
 * @param week a Monday, `YYYY-MM-DD`
 * @throws forbidden('not-for-your-role')
 */
export async function weekPlan(
  actor: Actor,
  week: string,
  { at, words }: { at: Date; words: KitWords },
): Promise<WeekPlan> {
  requireOfficer(actor);
  const days = Array.from({ length: 7 }, (_, step) => daysAfter(week, step));
  const [products, decided] = await Promise.all([
    listProducts({ limit: lookedAt, shownAt: at }),
    WeekPostModel.find({ week }).lean<WeekPostRecord[]>(),
  ]);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const known = decided.filter(({ productId }) => names.has(productId));
  const candidates = await candidatesOf(products, { at, words });
  const named = <T extends { productId: string }>(one: T) => ({ ...one, product: names.get(one.productId) ?? '' });
  return {
    days,
    posts: planWeek(days, dayOf(at), { candidates, decided: known }).map(named),
    dropped: known.filter(({ state }) => state === 'dropped').map(named),
  };
}

async function candidatesOf(products: readonly Product[], asked: { at: Date; words: KitWords }): Promise<Candidate[]> {
  const stalls = new Map((await listStalls()).map((stall) => [stall.seller.id, stall]));
  const each = products.map(async (product) => {
    const marketDays = (stalls.get(product.sellerId)?.places ?? []).flatMap(({ days }) => days);
    const known = await occasionsFor(product, asked);
    return known.map((occasion) => ({ occasion, productId: product.id, sellerId: product.sellerId, marketDays }));
  });
  return (await Promise.all(each)).flat();
}

/**
 * An officer moves a post to a day of its week, drops it, or says that it was posted; the last word counts.
 * @throws forbidden('not-for-your-role'), missing('day-not-in-week')
 */
export async function decideWeekPost(
  actor: Actor,
  {
    week,
    occasion,
    productId,
    day,
    state,
  }: Pick<WeekPostRecord, 'week' | 'occasion' | 'productId' | 'day'> & { state: WeekState },
  at: Date,
): Promise<void> {
  requireOfficer(actor);
  if (mondayOf(day) !== week) throw missing('day-not-in-week');
  const change = { day, state, changedAt: at, changedBy: actor.name };
  await upsert(() =>
    WeekPostModel.updateOne(
      { _id: `${week} ${keyOf({ occasion, productId })}` },
      { $set: change, $setOnInsert: { week, occasion, productId } },
      { upsert: true },
    ),
  );
}

function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
}
