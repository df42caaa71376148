import { invalid, type Mistake } from '../errors.ts';
import { skeleton } from '../reading/letters.ts';
import { gtinMistake } from './gtin.ts';
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
  const mistakes = [...nameMistakes(profile, name ?? ''), ...gtinMistakes(gtin), ...unitMistakes(packs ?? [])];
  if (mistakes.length > 0) throw invalid('product-mistaken', {}, mistakes);
}

function gtinMistakes(gtin: Facts['gtin']): Mistake[] {
  const code = gtin ? gtinMistake(gtin) : null;
  return code === null ? [] : [{ pointer: '/gtin', code }];
}

// Whoever writes a reserved name with dots between, or with letters of another alphabet, still writes it.
function nameMistakes({ reservedNames }: Profile, name: string): Mistake[] {
  const reserved = reservedNames.find((one) => skeleton(name).includes(skeleton(one)));
  return reserved ? [{ pointer: '/name', code: 'name-reserved', facts: { name: reserved } }] : [];
}

const unitMistakes = (packs: readonly WantedPack[]): Mistake[] =>
  packs.flatMap(({ netQuantity }, index) =>
    isGoodsUnit(netQuantity.unit) ? [] : [{ pointer: `/packs/${index}/netQuantity/unit`, code: 'unit-unknown' }],
  );
