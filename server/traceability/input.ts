import type { Quantity } from '../catalog/products.ts';

/** What a batch was made from: one of our batches, or a lot from outside that has an id of its own. */
export type Input = { batchCode: string; outsideId?: never; quantity: Quantity } | OutsideInput;

interface OutsideInput {
  batchCode?: never;
  outsideId: string;
  quantity: Quantity;
}

/** A lot from outside as somebody names it. */
export interface WantedOutsideLot {
  name: string;
  supplier: string;
  lot?: string | null | undefined;
  /** YYYY-MM-DD */
  receivedOn: string;
  place?: string | null | undefined;
  photoId?: string | null | undefined;
}

/** What somebody says a batch was made from: a batch, a lot from outside that is known, or a new one. */
export type WantedInput =
  | { batchCode: string; quantity: Quantity }
  | { outsideId: string; quantity: Quantity }
  | { outside: WantedOutsideLot; quantity: Quantity };

/** The code of the batch or the id of the lot from outside. */
export const sourceOf = (input: Input): string => input.batchCode ?? input.outsideId;

/** An input field by field, as it is hashed and shown. */
export const plainInput = (input: Input): Input => {
  const quantity = { value: input.quantity.value, unit: input.quantity.unit };
  return input.batchCode === undefined
    ? { outsideId: input.outsideId, quantity }
    : { batchCode: input.batchCode, quantity };
};
