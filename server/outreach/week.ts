import mongoose from 'mongoose';
import { type Occasion, occasions } from './post.ts';

export const weekStates = ['planned', 'posted', 'dropped'] as const;
export type WeekState = (typeof weekStates)[number];

/** What an officer decided of one post of a week; of what nobody decided there is none. */
export interface WeekPostRecord {
  /** week, occasion and product: one document each */
  _id: string;
  /** the Monday, `YYYY-MM-DD` */
  week: string;
  occasion: Occasion;
  productId: string;
  day: string;
  state: WeekState;
  changedAt: Date;
  changedBy: string;
}

const schema = new mongoose.Schema<WeekPostRecord>(
  {
    _id: { type: String, required: true },
    week: { type: String, required: true },
    occasion: { type: String, enum: occasions, required: true },
    productId: { type: String, required: true },
    day: { type: String, required: true },
    state: { type: String, enum: weekStates, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
schema.index({ week: 1 });

export const WeekPostModel = mongoose.model<WeekPostRecord>('WeekPost', schema);

/** Something that could be told this week. */
export interface Candidate {
  occasion: Occasion;
  productId: string;
  sellerId: string;
  /** of a market day: on which days of the week there is one, 1 Monday to 7 Sunday */
  marketDays: readonly number[];
}

/** A post on its day; `isSure` once somebody decided. */
export interface Planned extends Pick<Candidate, 'occasion' | 'productId'> {
  day: string;
  state: Exclude<WeekState, 'dropped'>;
  isSure: boolean;
}

type Decided = Pick<WeekPostRecord, 'occasion' | 'productId' | 'day' | 'state'>;

/**
 * A post for each day of a week: what was decided stays where it is, and every day from today on that has none gets one. A market is
 * told on the day before it or on its own; no product comes twice, and another seller each time as far as there are any.
 * @param days the seven, Monday first, `YYYY-MM-DD`
 */
export function planWeek(
  days: readonly string[],
  today: string,
  { candidates, decided }: { candidates: readonly Candidate[]; decided: readonly Decided[] },
): Planned[] {
  const planned: Planned[] = decided.flatMap(({ state, ...one }) =>
    state === 'dropped' ? [] : [{ ...one, state, isSure: true }],
  );
  const isDecided = new Set(decided.map(keyOf));
  const left = candidates.filter((one) => !isDecided.has(keyOf(one)));
  for (const [index, day] of days.entries()) {
    if (day < today || planned.some((one) => one.day === day)) continue;
    const next = nextFor(index + 1, left, planned);
    if (next)
      planned.push({ occasion: next.occasion, productId: next.productId, day, state: 'planned', isSure: false });
  }
  return planned.toSorted((a, b) => a.day.localeCompare(b.day));
}

export const keyOf = ({ occasion, productId }: Pick<Candidate, 'occasion' | 'productId'>): string =>
  `${occasion} ${productId}`;

function nextFor(weekday: number, left: readonly Candidate[], planned: readonly Planned[]): Candidate | undefined {
  const told = new Set(planned.map(({ productId }) => productId));
  const sellers = left.filter(({ productId }) => told.has(productId)).map(({ sellerId }) => sellerId);
  const open = left.filter((one) => !told.has(one.productId) && isTime(one, weekday));
  const rank = (one: Candidate): number =>
    sellers.filter((seller) => seller === one.sellerId).length * 10 + order.indexOf(one.occasion);
  return open.toSorted((a, b) => rank(a) - rank(b))[0];
}

// What passes first is told first.
const order: readonly Occasion[] = ['market', 'batch', 'story', 'season'];

const isTime = ({ occasion, marketDays }: Candidate, weekday: number): boolean =>
  occasion !== 'market' || marketDays.includes(weekday) || marketDays.includes((weekday % 7) + 1);
