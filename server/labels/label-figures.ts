import { LabelRunModel, type LabelRunRecord } from './label-run.ts';

/** Labels of one batch that a run printed. */
export interface LabelFigures {
  runId: string;
  batchCode: string;
  product: string;
  sellerId: string;
  labels: number;
  at: Date;
}

/** Labels printed from one instant to another (`until` not included); runs that were thrown away count for nothing. */
export async function* labelsPrinted(from: Date, until: Date): AsyncGenerator<LabelFigures> {
  const found = LabelRunModel.find(
    { createdAt: { $gte: from, $lt: until }, state: 'ready' },
    { parts: 1, createdAt: 1 },
  )
    .sort({ createdAt: 1 })
    .lean<Pick<LabelRunRecord, '_id' | 'parts' | 'createdAt'>[]>()
    .cursor({ batchSize: 100 });
  for await (const run of found) {
    for (const { batchCode, product, sellerId, count, copies } of run.parts)
      yield {
        runId: run._id.toHexString(),
        batchCode,
        product,
        sellerId,
        labels: count * copies,
        at: run.createdAt,
      };
  }
}
