import type { Actor } from '../actor.ts';
import { conflict } from '../errors.ts';
import { requireActFor } from '../identity/sellers.ts';
import { BatchModel } from './batch-record.ts';

/**
 * Takes a batch back that a sheet made and on which nothing stands: no step, no label, no pack promised or sold, nothing drawn from it,
 * nothing made of it. What the public log holds of it is a hash, which stays. Safe to repeat.
 * @throws conflict('batch-in-use')
 */
export async function takeBackBatch(actor: Actor, code: string): Promise<void> {
  const batch = await BatchModel.findOne({ code }, { sellerId: 1, stock: 1 }).lean();
  if (!batch) return;
  await requireActFor(actor, batch.sellerId, 'batch-not-found');
  const isUsed = (await BatchModel.exists({ $or: [{ madeFrom: code }, { besideOf: code }] })) !== null;
  // In one step with looking: whoever writes a step at this moment is either before it or finds no batch.
  const untouched = {
    code,
    events: [],
    holds: [],
    nextUnit: 1,
    draws: { $exists: false },
    ...(batch.stock.length > 0 && { $and: batch.stock.map(unsold) }),
  };
  const { deletedCount } = isUsed ? { deletedCount: 0 } : await BatchModel.deleteOne(untouched);
  if (deletedCount === 0) throw conflict('batch-in-use');
}

const unsold = ({ packId, onHand }: { packId: string; onHand: number }) => ({
  stock: { $elemMatch: { packId, free: onHand, sold: 0 } },
});
