import type { Quantity } from '../catalog/products.ts';
import type { Limit } from '../catalog/profiles.ts';
import type { Localized } from '../language.ts';
import type { TraceEvent } from './event.ts';

export type BatchState = 'open' | 'recalled';

/** Packs of one kind in one batch: onHand are still in the house, held ones included; what is sold has left it. */
export interface PackStock {
  packId: string;
  onHand: number;
  held: number;
  sold: number;
}

export interface Recall {
  reason: Localized;
  advice: Localized;
  at: Date;
}

/** The limit a measurement had when the batch was made. */
export interface KeptLimit {
  stage: string;
  key: string;
  limit: Limit;
}

export interface Batch {
  id: string;
  code: string;
  /** At most 20 characters, unique per product; the code itself unless somebody chose another. */
  lot: string;
  productId: string;
  sellerId: string;
  kind: string;
  state: BatchState;
  quantity: Quantity;
  /** YYYY-MM-DD */
  producedOn: string;
  /** YYYY-MM-DD, the last day it may be sold. */
  expiresOn: string | null;
  note: string | null;
  photoId: string | null;
  inputs: { batchCode: string; quantity: Quantity }[];
  stock: PackStock[];
  events: TraceEvent[];
  limits: KeptLimit[];
  recall: Recall | null;
  createdAt: Date;
}
