import { type Language, pick } from '../language.ts';
import { writeNumber } from '../reading/numbers.ts';
import type { Pack } from './products.ts';
import { getProfile, listProfiles, unitName } from './profiles.ts';

/** The names of the fields of one row of packs, and the units it may be counted in. */
export interface PackFields {
  number: number;
  idField: string;
  nameField: string;
  amountField: string;
  unitField: string;
  priceField: string;
  units: { value: string; title: string }[];
}

/** Rows for packs; for a kind that is not chosen yet the units of all kinds. */
export function packRowsOf(count: number, kind: string | null): PackFields[] {
  const kinds = kind === null ? listProfiles() : [getProfile(kind)];
  const units = [...new Set(kinds.flatMap(({ packUnits }) => packUnits))];
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    idField: `packs.${index}.id`,
    nameField: `packs.${index}.name`,
    amountField: `packs.${index}.netQuantity.value`,
    unitField: `packs.${index}.netQuantity.unit`,
    priceField: `packs.${index}.priceVnd`,
    units: units.map((unit) => ({ value: unit, title: unitName(unit).vi })),
  }));
}

/** What is known of the packs, as their rows show it. */
export const packDefaults = (packs: readonly Pack[], count: number): Record<string, string> =>
  Object.fromEntries(
    packRowsOf(count, null).flatMap((row, index) => {
      const pack = packs[index];
      return pack
        ? [
            [row.idField, pack.id],
            [row.nameField, pack.name],
            [row.amountField, writeNumber(pack.netQuantity.value)],
            [row.unitField, pack.netQuantity.unit],
            [row.priceField, String(pack.priceVnd)],
          ]
        : [];
    }),
  );

/** Every kind of product as a card with its picture. */
export const kindCards = (language: Language) =>
  listProfiles().map(({ kind, name, picture }) => ({ value: kind, title: pick(name, language), picture }));
