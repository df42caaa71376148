import type { Localized } from '../language.ts';

export interface Quantity {
  value: number;
  unit: string;
}

export interface Pack {
  id: string;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
}

export interface Product {
  id: string;
  slug: string;
  name: string;
  /** The kind of its profile. */
  kind: string;
  sellerId: string;
  /** 14 digits. */
  gtin: string | null;
  packs: Pack[];
  photoId: string | null;
  description: Localized | null;
}
