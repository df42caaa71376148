import { doOnce } from '../database/marks.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { sourceOf } from './input.ts';

/**
 * Writes beside batches from before steps had inputs what they were made from: their registration alone says it, and a trace
 * would have to look there too, for every batch of a family. Once for a database; safe to repeat.
 */
export const bringSourcesUpToDate = (): Promise<void> =>
  doOnce('sources beside their batches', async () => {
    const old = BatchModel.find({ madeFrom: { $exists: false } }, { code: 1, inputs: 1 }).lean<BatchRecord[]>();
    // Whoever adds a step meanwhile writes them himself.
    for await (const { code, inputs } of old.cursor({ batchSize: 100 }) as AsyncIterable<BatchRecord>)
      await BatchModel.updateOne({ code, madeFrom: { $exists: false } }, { $set: { madeFrom: inputs.map(sourceOf) } });
  });
