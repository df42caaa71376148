import type { Actor } from '../actor.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { DoubtModel } from './doubt.ts';

/** How much is doubted about one batch. */
export interface OpenDoubts {
  /** Of the batch. */
  code: string;
  count: number;
  latestAt: Date;
}

/** The batches with doubts that nobody has looked into yet, among those the actor may see; the latest first. */
export async function openDoubts(actor: Actor, limit = 200): Promise<OpenDoubts[]> {
  const seen = await sellersSeenBy(actor);
  const found = await DoubtModel.aggregate<{ _id: string; count: number; latestAt: Date }>([
    { $match: { sellerId: seen === 'all' ? { $ne: null } : { $in: seen }, closedAt: null } },
    { $group: { _id: '$code', count: { $sum: 1 }, latestAt: { $max: '$createdAt' } } },
    { $sort: { latestAt: -1, _id: 1 } },
    { $limit: limit },
  ]);
  return found.map(({ _id, count, latestAt }) => ({ code: _id, count, latestAt }));
}
