import { findIdentifier } from '../application-identifiers.ts';
import type { Quantity } from '../catalog/products.ts';
import { isGoodsUnit } from '../catalog/profiles.ts';
import { dayMs, daysAfter } from '../days.ts';
import { invalid, type Mistake, mistakesMade } from '../errors.ts';
import { dayOf } from '../format.ts';

interface Facts {
  quantity: Quantity;
  producedOn: string;
  expiresOn?: string | null | undefined;
  lot?: string | null | undefined;
}

/** GS1's identifier of a lot: what one may be written with, so that it fits into a Digital Link. */
const lotIdentifier = '10';
// Browsers and servers leave such parts out of a path, however they are encoded (WHATWG URL, "double-dot URL path segment").
const dots = /^\.\.?$/;

/**
 * Production is not in the future (a day of grace for clocks) nor long past, expiry not before it, the unit one that goods
 * are counted in, the lot one that can stand in an address.
 * @throws invalid('batch-mistaken') naming every mistake
 */
export function requireFacts(facts: Facts, at: Date): void {
  const mistakes = mistakesInFacts(facts, at);
  if (mistakes.length > 0) throw invalid('batch-mistaken', {}, mistakes);
}

/** The same before anything is made, for who looks at many. */
export function mistakesInFacts({ quantity, lot, producedOn, expiresOn }: Facts, at: Date): Mistake[] {
  const around = (days: number): string => dayOf(new Date(at.getTime() + days * dayMs));
  return mistakesMade([
    [!isGoodsUnit(quantity.unit), '/quantity/unit', 'unit-unknown'],
    [Boolean(lot) && !findIdentifier(lotIdentifier)?.isValue(String(lot)), '/lot', 'lot-format'],
    [dots.test(lot ?? ''), '/lot', 'lot-dots'],
    [producedOn > around(1), '/producedOn', 'in-the-future'],
    [producedOn < around(-3650), '/producedOn', 'too-long-ago'],
    [Boolean(expiresOn) && String(expiresOn) < producedOn, '/expiresOn', 'expires-before-produced'],
    [Boolean(expiresOn) && String(expiresOn) > daysAfter(producedOn, 36_500), '/expiresOn', 'too-far-ahead'],
  ]);
}
