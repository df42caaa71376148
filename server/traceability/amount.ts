import type { Quantity } from '../catalog/products.ts';

/** An amount in whole thousandths of the base unit of its kind (a gram, a millilitre, a metre, a piece): sums are exact. */
export interface Amount {
  /** Which amounts it can be added to: mass, volume, length, area, pieces, or a unit that only converts to itself. */
  of: string;
  thousandths: number;
}

// Yến, tạ and tấn are the decimal ones of Vietnamese trade: 10, 100 and 1,000 kg.
const mass = { mg: 1e-3, g: 1, kg: 1e3, yến: 1e4, tạ: 1e5, tấn: 1e6, t: 1e6 };
const volume = { ml: 1, l: 1e3, L: 1e3, lít: 1e3 };
const length = { cm: 0.01, m: 1 };
const area = { m2: 1, 'm²': 1 };
const pieces = { piece: 1, pieces: 1, cái: 1, chiếc: 1, tấm: 1 };
const packs = { pack: 1, gói: 1 };

const units = new Map(
  Object.entries({ mass, volume, length, area, pieces, packs }).flatMap(([of, table]) =>
    Object.entries(table).map(([unit, base]) => [unit, { of, base }] as const),
  ),
);

/** What a quantity amounts to; a unit nobody converts is a kind of its own. Parts below a thousandth of the base are rounded. */
export function amountOf({ value, unit }: Quantity): Amount {
  const { of, base } = kindOf(unit);
  return { of, thousandths: Math.round(value * base * 1000) };
}

/** Whether amounts in the one unit can be given in the other. */
export const converts = (from: string, to: string): boolean => kindOf(from).of === kindOf(to).of;

/** The units that people may give an amount in which is kept in this one, the kept one first. */
export function unitsLike(unit: string): string[] {
  const usual =
    usualUnits.find((units) => units.includes(unit)) ?? usualUnits.find(([one = '']) => converts(one, unit));
  return [...new Set([unit, ...(usual ?? [])])];
}

// Of each kind those that people weigh and measure in; the others are read where programs send them.
const usualUnits = [
  ['kg', 'yến', 'tạ', 'tấn', 'g'],
  ['lít', 'ml'],
  ['m', 'cm'],
];

/** So many thousandths as a number of this unit, at most six decimals. */
export function inUnit(thousandths: number, unit: string): number {
  return Math.round((thousandths / 1000 / kindOf(unit).base) * 1e6) / 1e6;
}

// "Kg" and "TẠ" are what a phone's keyboard makes of them: of these units none has another one in capitals.
const kindOf = (unit: string): { of: string; base: number } =>
  units.get(unit) ?? units.get(unit.normalize('NFC').trim().toLowerCase()) ?? { of: `only ${unit}`, base: 1 };
