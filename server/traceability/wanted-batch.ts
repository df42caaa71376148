import type { Quantity } from '../catalog/products.ts';
import type { PackCount } from './event.ts';
import type { WantedInput } from './input.ts';
import type { Reserved } from './reserved-codes.ts';

/** A batch as somebody wants it registered. */
export interface WantedBatch {
  productId: string;
  quantity: Quantity;
  producedOn: string;
  /** Left out: as long as goods of its kind usually keep. Null: it was said that none is written. */
  expiresOn?: string | null | undefined;
  lot?: string | null | undefined;
  note?: string | null | undefined;
  photoId?: string | null | undefined;
  inputs?: WantedInput[] | undefined;
  packs?: PackCount[] | undefined;
  /** Whose harvest it is, where a cooperative takes it in (deliveries.ts): the household's seller. */
  deliveredBy?: string | undefined;
  /** The code of the batch that it came out beside, at the same making: bran beside rice. It takes no inputs of its own. */
  besideOf?: string | undefined;
  /** Something that went in is not written down yet: the answer to `balance-over`. Not for sale until it is. */
  moreInputs?: true | undefined;
  reserved?: Reserved | undefined;
  /** The stable id of the request: the same one again, after a crash, finds the batch it made. */
  requestId?: string | null | undefined;
}
