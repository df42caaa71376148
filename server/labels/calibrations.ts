import type { Actor } from '../actor.ts';
import { sellersSeenBy } from '../identity/sellers.ts';
import { LabelRunModel } from './label-run.ts';
import { type Calibration, noCalibration } from './sheet.ts';

/**
 * How the printer was adjusted the last time that these people printed on this stock: whoever has measured once need not measure
 * again. Nothing to adjust when they never did.
 */
export async function lastCalibration(actor: Actor, stockId: string): Promise<Calibration> {
  const seen = await sellersSeenBy(actor);
  if (seen === 'all') return noCalibration;
  const last = await LabelRunModel.findOne({ sellerIds: { $in: seen }, stockId }, { calibration: 1 })
    .sort({ _id: -1 })
    .lean();
  return last ? { ...last.calibration } : noCalibration;
}
