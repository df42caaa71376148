import { model, Schema, type Types } from 'mongoose';
import { type Agreed, agreedShape } from '../agreed.ts';
import { lookup } from '../lookup.ts';
import { refusesSensitive } from '../platform.ts';
import type { Position } from '../reading/positions.ts';
import { eachPlotFact, type PlotFacts, plotFacts, plotFactsFrom } from './plot-facts.ts';

/** Land that something grows on, or where hives stand. */
export const plotUses = ['growing', 'hives'] as const;
export type PlotUse = (typeof plotUses)[number];

/** A household's land as those know it who may name it: whether its position is known, but not the position. */
export interface Plot extends PlotFacts {
  id: string;
  sellerId: string;
  use: PlotUse;
  name: string;
  /** Square metres, whole. */
  area: number | null;
  hasPosition: boolean;
}

export interface PlotRecord extends Omit<Plot, 'id' | 'hasPosition'> {
  _id: Types.ObjectId;
  /** Exact, and nobody's but of who acts for the household: it leaves this room through `ownPosition` alone. */
  position: Position | null;
  /** that the market keeps it: who agreed to which words, when; gone with it, absent of what came by a list and of before */
  placeAgreed?: (Agreed & { at: Date; by: string }) | null;
  createdAt: Date;
}

const schema = new Schema<PlotRecord>(
  {
    sellerId: { type: String, required: true, index: true },
    use: { type: String, enum: plotUses, required: true },
    name: { type: String, required: true },
    area: { type: Number, default: null },
    ...eachPlotFact((key) => ({ type: plotFacts[key].type, default: null })),
    position: { _id: false, type: { latitude: Number, longitude: Number }, default: null },
    placeAgreed: { type: { ...agreedShape, at: Date, by: String }, default: undefined },
    createdAt: { type: Date, required: true },
  },
  { collection: 'plots', versionKey: false, strict: 'throw' },
);

export const PlotModel = model<PlotRecord>('Plot', schema);

export const presentPlot = ({ _id, position, ...record }: PlotRecord): Plot => ({
  id: _id.toHexString(),
  sellerId: record.sellerId,
  use: record.use,
  name: record.name,
  area: record.area,
  ...plotFactsFrom((key) => record[key] ?? undefined),
  hasPosition: position !== null && !refusesSensitive(),
});

/** How a step names a plot: with its growing-area code, where it has one. */
export const plotWords = ({ name, growingAreaCode }: Pick<Plot, 'name' | 'growingAreaCode'>): string =>
  growingAreaCode === null ? name : `${name} · ${growingAreaCode}`;

/** The questions of profiles that a plot answers, and of which use it is. */
const asked = lookup<PlotUse>({ plot: 'growing', apiary: 'hives' });

/** The words of those plots that answer a question; none for a question about something else. */
export const answersTo = (key: string, plots: readonly Plot[]): string[] =>
  plots.filter(({ use }) => use === asked[key]).map(plotWords);
