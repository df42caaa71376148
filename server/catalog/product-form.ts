import { type Language, pick } from '../language.ts';
import type { Pack } from './products.ts';
import { getProfile, listProfiles } from './profiles.ts';
import { unitName } from './unit-names.ts';

/** The names of the fields of one row of packs, and the units it may be counted in. */
export interface PackFields {
  number: number;
  id: string;
  name: string;
  value: string;
  unit: string;
  price: string;
  units: { value: string; title: string }[];
}

/** Rows for packs; for a kind that is not chosen yet the units of all kinds. */
export function packRowsOf(count: number, kind: string | null): PackFields[] {
  const kinds = kind === null ? listProfiles() : [getProfile(kind)];
  const units = [...new Set(kinds.flatMap(({ packUnits }) => packUnits))];
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    id: `packs.${index}.id`,
    name: `packs.${index}.name`,
    value: `packs.${index}.netQuantity.value`,
    unit: `packs.${index}.netQuantity.unit`,
    price: `packs.${index}.priceVnd`,
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
            [row.id, pack.id],
            [row.name, pack.name],
            [row.value, String(pack.netQuantity.value).replace('.', ',')],
            [row.unit, pack.netQuantity.unit],
            [row.price, String(pack.priceVnd)],
          ]
        : [];
    }),
  );

/** Every kind of product as a card with the picture of what it ends in. */
export const kindCards = (language: Language) =>
  listProfiles().map(({ kind, name, stages }) => ({
    value: kind,
    title: pick(name, language),
    picture: stages.find(({ makesStock }) => makesStock)?.picture ?? 'step',
  }));
