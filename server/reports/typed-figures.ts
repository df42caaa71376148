import { Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { formatDay } from '../format.ts';
import { findTypedKind } from './indicator.ts';
import type { Period } from './period.ts';
import { TypedFigureModel, type TypedFigureRecord } from './typed-figure.ts';

export interface WantedFigure {
  key: string;
  from: string;
  /** of a flow its last day; a stock is of the day `from` */
  to: string | null;
  value: number;
  note: string | null;
}

/**
 * Keeps a figure that the officer types. The same days again: the new figure takes the old one's place, and both stay in the book.
 * @throws forbidden('not-for-your-role'), invalid('mistakes') for an unknown key or a period the wrong way round,
 * conflict('figure-overlaps') when a period is partly another one's: which is meant nobody can know
 */
export async function keepFigure(actor: Actor, wanted: WantedFigure, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  const kind = findTypedKind(wanted.key);
  if (!kind) throw invalid('mistakes', {}, [{ pointer: '/key', code: 'required' }]);
  const { key, value, note, from } = wanted;
  const to = kind.counts === 'stock' ? from : (wanted.to ?? from);
  if (to < from) throw invalid('mistakes', {}, [{ pointer: '/to', code: 'ends-before-it-begins' }]);
  const across = await TypedFigureModel.findOne({
    key,
    overAt: null,
    from: { $lte: to },
    to: { $gte: from },
    $nor: [{ from, to }],
  }).lean<TypedFigureRecord>();
  if (across) throw conflict('figure-overlaps', { from: formatDay(across.from), to: formatDay(across.to) });
  const _id = new Types.ObjectId();
  await TypedFigureModel.create({ _id, key, from, to, value, note, by: actor.name, at, overAt: null });
  await TypedFigureModel.updateMany({ key, from, to, overAt: null, _id: { $lt: _id } }, { $set: { overAt: at } });
}

/** The figures that count, the latest days first. */
export async function figuresInForce(): Promise<TypedFigureRecord[]> {
  const records = await TypedFigureModel.find({ overAt: null })
    .sort({ _id: -1 })
    .limit(2000)
    .lean<TypedFigureRecord[]>();
  // Between the new one's writing and the old one's ending both stand: the later counts.
  const seen = new Set<string>();
  return records.filter(({ key, from, to }) => {
    const days = `${key} ${from} ${to}`;
    return !seen.has(days) && seen.add(days);
  });
}

/** Every figure ever typed, the last typed first: the book of them. */
export const figureBook = (limit: number): Promise<TypedFigureRecord[]> =>
  TypedFigureModel.find().sort({ _id: -1 }).limit(limit).lean<TypedFigureRecord[]>().exec();

/**
 * What was typed for a period: of a stock the last figure on or before its last day; of a flow the sum of those whose days lie within
 * it. Null where nothing was typed.
 */
export function typedFor(figures: readonly TypedFigureRecord[], key: string, { from, to }: Period): number | null {
  const own = figures.filter((figure) => figure.key === key);
  if (findTypedKind(key)?.counts === 'stock') {
    const past = own.filter((figure) => figure.from <= to).sort((a, b) => b.from.localeCompare(a.from));
    return past[0]?.value ?? null;
  }
  const within = own.filter((figure) => figure.from >= from && figure.to <= to);
  return within.length === 0 ? null : within.reduce((sum, { value }) => sum + value, 0);
}
