import { invalid, type Mistake } from '../errors.ts';
import { foldText } from '../fold.ts';
import { readGtin } from './gtin.ts';
import type { WantedPack } from './packs.ts';
import { isGoodsUnit, type Profile } from './profiles.ts';

interface Facts {
  name?: string | undefined;
  gtin?: string | null | undefined;
  packs?: readonly WantedPack[] | undefined;
}

/**
 * What no schema can know of a product: names reserved to others, check digits, units that goods are sold in.
 * @throws invalid('product-mistaken') naming every mistake
 */
export function requireFacts(profile: Profile, { name, gtin, packs }: Facts): void {
  const mistakes = [
    ...nameMistakes(profile, name ?? ''),
    ...(gtin && readGtin(gtin) === null ? [{ pointer: '/gtin', code: 'gtin-check-digit' }] : []),
    ...unitMistakes(packs ?? []),
  ];
  if (mistakes.length > 0) throw invalid('product-mistaken', {}, mistakes);
}

function nameMistakes({ reservedNames }: Profile, name: string): Mistake[] {
  const reserved = reservedNames.find((one) => foldText(name).includes(foldText(one)));
  return reserved ? [{ pointer: '/name', code: 'name-reserved', facts: { name: reserved } }] : [];
}

const unitMistakes = (packs: readonly WantedPack[]): Mistake[] =>
  packs.flatMap(({ netQuantity }, index) =>
    isGoodsUnit(netQuantity.unit) ? [] : [{ pointer: `/packs/${index}/netQuantity/unit`, code: 'unit-unknown' }],
  );
