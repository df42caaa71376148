import type { Actor } from '../actor.ts';
import { missing, ofAnother } from '../errors.ts';
import { sellersSeenBy, whereSeen } from '../identity/sellers.ts';
import { isOutsideId } from './bans.ts';
import { BatchModel, settled } from './batch-record.ts';
import { between, type Touched } from './materials.ts';
import { OutsideLotModel } from './outside-lot.ts';

export { isOutsideId as isOutside } from './bans.ts';
export { searchMaterials, type UsedMaterial } from './materials.ts';
export { findOutsideLots, type OutsideLot, searchOutsideLots } from './outside-lots.ts';

/** More at once would fit into no address and onto no page that a person reads. */
export const mostSources = 500;

/** What a household made, or delivered to its cooperative, on these days, both included, the newest first; nothing of one whom the actor may not see. */
export async function batchesMadeBy(
  actor: Actor,
  { sellerId, from, to }: { sellerId: string; from: string; to: string },
): Promise<Touched[]> {
  return BatchModel.find(
    {
      $and: [{ $or: [{ sellerId }, { deliveredBy: sellerId }] }, await whereSeen(actor)],
      ...between(from, to),
      ...settled,
    },
    { code: 1, lot: 1, productId: 1, sellerId: 1, producedOn: 1 },
  )
    .sort({ _id: -1 })
    .limit(mostSources + 1)
    .lean<Touched[]>();
}

/**
 * The sellers of what a recall names, each of which must be there for this person.
 * @throws missing('batch-not-found')
 */
export async function sellersOfSources(actor: Actor, sources: readonly string[]): Promise<string[]> {
  const [batches, lots, seen] = await Promise.all([
    BatchModel.find({ code: { $in: sources.filter((id) => !isOutsideId(id)) }, ...settled }, { sellerId: 1 }).lean(),
    OutsideLotModel.find({ _id: { $in: sources.filter(isOutsideId) } }, { sellerId: 1 }).lean(),
    sellersSeenBy(actor),
  ]);
  const sellerIds = [...batches, ...lots].map(({ sellerId }) => sellerId);
  if (sellerIds.length === 0 || sellerIds.length < new Set(sources).size) throw missing('batch-not-found');
  if (seen !== 'all' && !sellerIds.every((id) => seen.includes(id)))
    throw ofAnother(missing('batch-not-found'), 'batch');
  return [...new Set(sellerIds)];
}
