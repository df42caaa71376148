import type { Pack } from '../catalog/products.ts';
import {
  findStage,
  getProfile,
  type Limit,
  limitOn,
  type Stage,
  type StageLimit,
  sided,
  unitName,
} from '../catalog/profiles.ts';
import { momentOn } from '../days.ts';
import { invalid } from '../errors.ts';
import { dayOf } from '../format.ts';
import { type Language, type Localized, pick } from '../language.ts';
import { answersTo, type Plot } from '../plots/plots.ts';
import { writeNumber } from '../reading/numbers.ts';
import type { MeasuredValue, PackCount } from './event.ts';
import type { TraceEvent } from './trace-event.ts';

/** One question of a step's form. */
export interface StepField {
  name: string;
  title: string;
  isNumber: boolean;
  /** A history without it has a gap. */
  needed: boolean;
  unit: string | null;
  /** What is usual and what the limit is, in a sentence each; null when neither is known. */
  usual: string | null;
  limit: (Limit & { hasMin: boolean; hasMax: boolean }) | null;
  limitUnsourced: boolean;
  /** Answers that are known already: offered, and another may be typed. */
  known: readonly string[];
}

/** A pack that a step may make, as a row of the form. */
export interface PackRow {
  packId: string;
  name: string;
  idField: string;
  countField: string;
}

/** The stage of a batch's profile. @throws invalid('stage-unknown') */
export function stageOf(kind: string, id: string): Stage {
  const stage = findStage(getProfile(kind), id);
  if (!stage) throw invalid('stage-unknown', { stage: id }, [{ pointer: '/stage', code: 'stage-unknown' }]);
  return stage;
}

/** The questions that a stage asks, key data first: they are words that people know by heart. */
export const fieldsOf = (
  stage: Stage,
  { limits, plots }: { limits: readonly StageLimit[]; plots: readonly Plot[] },
  language: Language,
): StepField[] => [
  ...stage.keyData.map(({ key, name, needed = false }) => ({
    ...plain(key, name, language),
    isNumber: false,
    needed,
    known: answersTo(key, plots),
  })),
  ...stage.measurements.map(({ key, name, unit, usual, limitUnsourced }) => ({
    ...plain(key, name, language),
    isNumber: true,
    unit: pick(unitName(unit), language),
    usual: usual ? pick(usual, language) : null,
    limit: sided(limitOn(limits, stage.id, key)),
    limitUnsourced: limitUnsourced ?? false,
  })),
];

const plain = (key: string, name: Localized, language: Language) => ({
  name: `m.${key}`,
  title: pick(name, language),
  needed: false,
  unit: null,
  usual: null,
  limit: null,
  limitUnsourced: false,
  known: [],
});

/** A row for every pack on offer. */
export const packRowsOf = (packs: readonly Pack[]): PackRow[] =>
  packs.map(({ id, name }, index) => ({
    packId: id,
    name,
    idField: `packs.${index}.packId`,
    countField: `packs.${index}.count`,
  }));

/** What was typed into the form, as the measurements of an event. */
export function measuredOf(stage: Stage, typed: Readonly<Record<string, unknown>>): MeasuredValue[] {
  const units = new Map(stage.measurements.map(({ key, unit }) => [key, unit]));
  return Object.entries(typed).flatMap(([key, value]) =>
    typeof value === 'number' || typeof value === 'string' ? [{ key, value, unit: units.get(key) ?? '' }] : [],
  );
}

/** When a step of this day happened: today it is now, on another day its noon in Vietnam. */
export const occurredAt = (day: string, at: Date): Date => (day === dayOf(at) ? at : momentOn(day, '12:00'));

/** An event's values as the fields of its form show them. */
export function shownValues(event: TraceEvent, rows: readonly PackRow[]): Record<string, string> {
  const counts = new Map(event.packs.map(({ packId, count }: PackCount) => [packId, count]));
  return {
    occurredOn: dayOf(event.occurredAt),
    place: event.place ?? '',
    note: event.note ?? '',
    ...Object.fromEntries(event.measurements.map(({ key, value }) => [`m.${key}`, shown(value)])),
    ...Object.fromEntries(rows.map(({ packId, countField }) => [countField, String(counts.get(packId) ?? '')])),
  };
}

const shown = (value: number | string): string => (typeof value === 'number' ? writeNumber(value) : value);
