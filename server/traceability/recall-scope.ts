import { isOutsideId } from './bans.ts';
import { readStock } from './batch-reading.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { descendantsOf } from './descendants.ts';

export { isOutsideId as isOutside } from './bans.ts';

/** A batch that a recall reaches, and what there is of it. */
export interface ScopedBatch {
  code: string;
  lot: string;
  productId: string;
  sellerId: string;
  /** YYYY-MM-DD */
  producedOn: string;
  /** 0 for what is called back itself. */
  generation: number;
  /** Packs of all kinds together. */
  onHand: number;
  held: number;
  sold: number;
  /** Numbered labels. */
  labelsPrinted: number;
}

const wanted = { code: 1, lot: 1, productId: 1, sellerId: 1, producedOn: 1, stock: 1, nextUnit: 1 } as const;
type Scoped = Pick<BatchRecord, '_id' | Exclude<keyof typeof wanted, number>>;

/** The batches among these sources and all that was made from them, directly or through others: each once, the nearest first. */
export async function scopedBatches(sources: readonly string[]): Promise<ScopedBatch[]> {
  const codes = sources.filter((id) => !isOutsideId(id));
  const own = await BatchModel.find({ code: { $in: codes }, ...settled }, wanted).lean<Scoped[]>();
  const made = await descendantsOf<Scoped>(sources, wanted);
  return [...own.map((one) => ({ ...one, generation: 0 })), ...made].map(present);
}

function present(one: Scoped & { generation: number }): ScopedBatch {
  const rows = readStock(one);
  const total = (key: 'onHand' | 'held' | 'sold') => rows.reduce((sum, row) => sum + row[key], 0);
  const { code, lot, productId, sellerId, producedOn, generation } = one;
  const stock = { onHand: total('onHand'), held: total('held'), sold: total('sold') };
  return { code, lot, productId, sellerId, producedOn, generation, ...stock, labelsPrinted: (one.nextUnit ?? 1) - 1 };
}
