import { BatchModel, onceOfLot, settled } from './batch-record.ts';

/** A batch among those that carry one lot number; lots are unique to a product only. */
export interface OfLot {
  code: string;
  productId: string;
  /** YYYY-MM-DD */
  producedOn: string;
}

/** The batches that carry a lot number as somebody typed it, in small letters or capitals; at most ten, the newest first. */
export async function batchesOfLot(typed: string): Promise<OfLot[]> {
  const lots = [...new Set([typed, typed.toUpperCase(), typed.toLowerCase()])];
  const ofThose = (filter: object) =>
    BatchModel.find({ ...filter, ...settled }, { code: 1, productId: 1, producedOn: 1 })
      .sort({ _id: -1 })
      .limit(10)
      .lean();
  const today = await ofThose({ lot: { $in: lots } });
  const found = today.length > 0 ? today : await ofThose(onceOfLot(lots));
  return found.map(({ code, productId, producedOn }) => ({ code, productId, producedOn }));
}

/** By which lot a batch goes. */
export interface LotOf {
  code: string;
  lot: string;
  productId: string;
}

/** The lots of these batches, whoever asks; those that are not there are left out. */
export async function lotsOf(codes: readonly string[]): Promise<LotOf[]> {
  if (codes.length === 0) return [];
  const found = await BatchModel.find(
    { code: { $in: [...codes] }, ...settled },
    { code: 1, lot: 1, productId: 1 },
  ).lean();
  return found.map(({ code, lot, productId }) => ({ code, lot, productId }));
}

/** The product's batch of this lot, else the one that bore it before it was corrected; no more of it than its name. */
export async function batchBearing(productId: string, lot: string): Promise<LotOf | null> {
  const wanted = { code: 1, lot: 1, productId: 1 } as const;
  const found =
    (await BatchModel.findOne({ productId, lot, ...settled }, wanted).lean()) ??
    (await BatchModel.findOne({ productId, ...onceOfLot([lot]), ...settled }, wanted).lean());
  return found && { code: found.code, lot: found.lot, productId };
}
