import type { Actor } from '../actor.ts';
import { findProduct } from '../catalog/products.ts';
import { mayActFor } from '../identity/sellers.ts';
import { findOrder } from '../orders/orders.ts';
import { findPublicBatch } from '../traceability/batches.ts';

/** What a thing of the list is by its form: an order's number, a batch's code, or an id. */
export function kindOfThing(thing: string): 'order' | 'batch' | 'id' | 'other' {
  if (/^DH[0-9A-Z]{8}$/.test(thing)) return 'order';
  if (/^[0-9A-Z]{8}$/.test(thing)) return 'batch';
  return /^[0-9a-f]{24}$/.test(thing) ? 'id' : 'other';
}

/** Whether the actor acts for whose batch, order, goods or stall this is: of these it may read whoever changed them. */
export async function isOfOnes(actor: Actor, thing: string): Promise<boolean> {
  const sellerId = await sellerOf(thing);
  return sellerId !== null && (await mayActFor(actor, sellerId));
}

async function sellerOf(thing: string): Promise<string | null> {
  switch (kindOfThing(thing)) {
    case 'order':
      return (await findOrder(thing))?.sellerId ?? null;
    case 'batch':
      return (await findPublicBatch(thing))?.sellerId ?? null;
    case 'id':
      // Goods, else a seller itself.
      return (await findProduct(thing))?.sellerId ?? thing;
    default:
      return null;
  }
}
