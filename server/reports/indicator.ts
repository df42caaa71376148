import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { formatMoney, formatNumber } from '../format.ts';
import type { Language } from '../language.ts';
import { fromRoot } from '../root.ts';

const Words = z.strictObject({ vi: z.string(), en: z.string() });

/** One line of the catalogue: what is counted, how, and what the officer has to type for it. */
const Indicator = z.strictObject({
  id: z.string(),
  group: z.enum(['E', 'P', 'T', 'O', 'D']),
  /** `flow`: what happened in the period; `stock`: what was there on its last day; `share`: `part` of what was typed, in % */
  counts: z.enum(['flow', 'stock', 'share']),
  unit: Words,
  name: Words,
  how: Words,
  /** the typed figure that it is a part of */
  of: z.string().optional(),
  /** the typed figure that is added to our own */
  plus: z.string().optional(),
  part: z.string().optional(),
  /** rows and a typed figure that together are its whole */
  ofSum: z.array(z.string()).optional(),
  /** the row that it is a part of */
  ofRow: z.string().optional(),
  withinDays: z.number().optional(),
  /** only what was typed */
  typedOnly: z.string().optional(),
  /** shown beside the figures, part of none */
  apart: z.boolean().optional(),
});
export type Indicator = z.output<typeof Indicator>;

const TypedKind = z.strictObject({
  key: z.string(),
  counts: z.enum(['flow', 'stock']),
  unit: z.string(),
  name: Words,
});
/** What the officer types: a figure of a day that holds until the next (`stock`), or of a period (`flow`). */
export type TypedKind = z.output<typeof TypedKind>;

const read = z
  .strictObject({
    source: z.string(),
    asOf: z.string(),
    typed: z.array(TypedKind),
    indicators: z.array(Indicator),
  })
  .parse(JSON.parse(readFileSync(fromRoot('server/reports/catalogue.json'), 'utf8')));

/** A figure as it is read, without its unit but for money. */
export const figureText = (figure: number, { unit }: Indicator, language: Language): string =>
  unit.vi === 'đồng' ? formatMoney(figure) : formatNumber(figure, language);

/** What share of the whole a part is: per cent, with one decimal. */
export const percentOf = (part: number, whole: number): number => Math.round((part / whole) * 1000) / 10;

export const indicators: readonly Indicator[] = read.indicators;
export const typedKinds: readonly TypedKind[] = read.typed;

export const findIndicator = (id: string): Indicator | null => indicators.find((one) => one.id === id) ?? null;
export const findTypedKind = (key: string): TypedKind | null => typedKinds.find((one) => one.key === key) ?? null;
