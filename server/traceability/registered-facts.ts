import type { Quantity } from '../catalog/products.ts';

/** What of a registration may be corrected; what was said first stays. */
export interface RegisteredFacts {
  /** YYYY-MM-DD */
  producedOn: string;
  /** YYYY-MM-DD, the last day it may be sold. */
  expiresOn: string | null;
  /** At most 20 characters, unique per product. */
  lot: string;
  quantity: Quantity;
  note: string | null;
}

/** What a registration says and may be corrected, field by field. */
export const plainFacts = ({ producedOn, expiresOn, lot, quantity, note }: RegisteredFacts): RegisteredFacts => ({
  producedOn,
  expiresOn: expiresOn ?? null,
  lot,
  quantity: { value: quantity.value, unit: quantity.unit },
  note: note ?? null,
});
