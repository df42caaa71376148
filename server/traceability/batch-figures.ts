import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { RecallModel, type RecallRecord } from './recall.ts';

/** What the commune's figures take from a batch. */
export interface BatchFigures {
  code: string;
  lot: string;
  productId: string;
  sellerId: string;
  kind: string;
  createdAt: Date;
}

const fields = { code: 1, lot: 1, productId: 1, sellerId: 1, kind: 1, createdAt: 1 } as const;

/** Batches registered from one instant to another (`until` not included), the first first; few at a time in memory. */
export async function* batchesRegistered(from: Date, until: Date): AsyncGenerator<BatchFigures> {
  const found = BatchModel.find({ createdAt: { $gte: from, $lt: until }, ...settled }, fields)
    .sort({ createdAt: 1 })
    .lean<BatchFigures[]>()
    .cursor({ batchSize: 200 });
  for await (const batch of found) yield batch;
}

/** When the first and the last batch of all were registered; null before any was. */
export async function batchesSpan(): Promise<{ first: Date; last: Date } | null> {
  const ends = ([1, -1] as const).map((order) =>
    BatchModel.findOne({ createdAt: { $gt: new Date(0) } }, { createdAt: 1 })
      .sort({ createdAt: order, _id: order })
      .lean<Pick<BatchRecord, 'createdAt'>>(),
  );
  const [first, last] = await Promise.all(ends);
  return first && last ? { first: first.createdAt, last: last.createdAt } : null;
}

/** When a product's first batch was registered; null while it has none. */
export async function firstBatchOf(productId: string): Promise<Date | null> {
  const first = await BatchModel.findOne({ productId, ...settled }, { createdAt: 1 })
    .sort({ _id: 1 })
    .lean<Pick<BatchRecord, 'createdAt'>>();
  return first?.createdAt ?? null;
}

/** Recalls spoken from one instant to another, also those lifted since. */
export async function recallsSpoken(
  from: Date,
  until: Date,
): Promise<{ title: string; at: Date; sellerIds: string[] }[]> {
  const records = await RecallModel.find({
    state: { $in: ['spreading', 'spoken', 'lifting', 'lifted'] },
    at: { $gte: from, $lt: until },
  })
    .sort({ at: 1 })
    .lean<RecallRecord[]>();
  return records.map(({ title, at, sellerIds }) => ({ title, at, sellerIds: sellerIds ?? [] }));
}
