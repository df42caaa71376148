import type { Actor } from '../actor.ts';
import type { Quantity } from '../catalog/products.ts';
import { unavailable } from '../errors.ts';
import type { Localized } from '../language.ts';
import type { Batch, BatchState } from './batch.ts';
import type { PackCount } from './event.ts';

export type { Batch, BatchState, PackStock, Recall } from './batch.ts';

export interface WantedBatch {
  productId: string;
  quantity: Quantity;
  producedOn: string;
  expiresOn?: string | null | undefined;
  lot?: string | null | undefined;
  note?: string | null | undefined;
  photoId?: string | null | undefined;
  inputs?: { batchCode: string; quantity: Quantity }[] | undefined;
  packs?: PackCount[] | undefined;
}

export async function registerBatch(_actor: Actor, _wanted: WantedBatch, _at: Date): Promise<Batch> {
  throw unavailable('batch-not-kept');
}

/** What the actor may not see is `missing('batch-not-found')`. */
export async function getBatch(_actor: Actor, _code: string): Promise<Batch> {
  throw unavailable('batch-not-kept');
}

/** Newest first; `after` is the code of the last batch already seen. */
export async function listBatches(
  _actor: Actor,
  _wanted: { productId?: string; state?: BatchState; limit: number; after?: string },
): Promise<Batch[]> {
  throw unavailable('batch-not-kept');
}

export async function findPublicBatch(_code: string): Promise<Batch | null> {
  throw unavailable('batch-not-kept');
}

export async function findBatchByLot(_productId: string, _lot: string): Promise<Batch | null> {
  throw unavailable('batch-not-kept');
}

export async function recallBatch(
  _actor: Actor,
  _code: string,
  _wanted: { reason: string | Localized; advice: string | Localized },
  _at: Date,
): Promise<Batch> {
  throw unavailable('batch-not-kept');
}

export async function liftRecall(
  _actor: Actor,
  _code: string,
  _wanted: { reason: string | Localized },
  _at: Date,
): Promise<Batch> {
  throw unavailable('batch-not-kept');
}
