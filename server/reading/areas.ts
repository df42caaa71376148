import { readDecimal } from './numbers.ts';
import type { Reading } from './reading.ts';
import { readTyped } from './text.ts';

/** What land is measured in here, in square metres. A sào is the northern one of 360 m², a mẫu ten of it. */
export const areaUnits = { m2: 1, sao: 360, mau: 3600, ha: 10_000 } as const;
export type AreaUnit = keyof typeof areaUnits;

const words: readonly [RegExp, AreaUnit][] = [
  [/m ?[2²]|mét vuông|met vuong/u, 'm2'],
  [/(?<!\p{L})s(?:à|a)o(?!\p{L})/u, 'sao'],
  [/(?<!\p{L})m(?:ẫ|a)u(?!\p{L})/u, 'mau'],
  [/(?<!\p{L})ha(?!\p{L})|héc ?ta|hec ?ta/u, 'ha'],
];

/** The unit that is said among other words, as in a heading `Diện tích (m2)`; null for none. */
export const areaUnitIn = (text: string): AreaUnit | null =>
  words.find(([said]) => said.test(readTyped(text).toLowerCase()))?.[1] ?? null;

/**
 * Square metres, whole: `1200 m2`, `1,5 ha`, `3 sào`. Without a unit behind the number that of the heading counts; where that says none
 * either it is asked, since the same number is a garden or a hill. Gives `area-without-unit` and what `readDecimal` gives.
 */
export function readArea(text: string, among: string): Reading<number> {
  const typed = readTyped(text).toLowerCase();
  const unit = areaUnitIn(typed.replace(/^[\d.,\s']+/u, '')) ?? areaUnitIn(among);
  const digits = /^[\d.,\s']+/u.exec(typed)?.[0].trim() ?? '';
  const reading = readDecimal(digits === '' ? typed : digits);
  if (!('value' in reading)) return reading;
  if (unit === null) return { code: 'area-without-unit' };
  return readSquareMetres(reading.value * areaUnits[unit]);
}

const mostSquareMetres = 10_000_000;

/** Gives `area-not-plausible`. */
export const readSquareMetres = (value: number): Reading<number> =>
  value >= 1 && value <= mostSquareMetres ? { value: Math.round(value) } : { code: 'area-not-plausible' };
