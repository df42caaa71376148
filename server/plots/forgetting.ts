import { PlotModel } from './plot.ts';

/** Erases where a seller's land lies and what it is called. Safe to repeat. */
export async function forgetPlots(sellerId: string): Promise<void> {
  await PlotModel.updateMany(
    { sellerId },
    { $set: { name: '–', position: null, placeAgreed: null, growingAreaCode: null } },
  );
}
