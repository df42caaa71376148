import { doOnce } from '../database/marks.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { materialWords } from './materials.ts';
import { OutsideLotModel } from './outside-lot.ts';
import { wordsOf } from './outside-lots.ts';

/** Writes beside lots from outside and batches the words that a recall finds them by. Once for a database; safe to repeat. */
export const bringRecallWordsUpToDate = (): Promise<void> =>
  doOnce('words for recalls', async () => {
    for (const lot of await OutsideLotModel.find().lean())
      await OutsideLotModel.updateOne({ _id: lot._id }, { $set: { words: wordsOf(lot) } });
    await reckonMaterials();
  });

async function reckonMaterials(): Promise<void> {
  const wanted = { code: 1, kind: 1, head: 1, events: 1 } as const;
  const records = BatchModel.find({}, wanted).lean<BatchRecord[]>().cursor({ batchSize: 100 });
  for await (const record of records as AsyncIterable<BatchRecord>) {
    const materials = materialWords(record);
    if (materials.length === 0) continue;
    // Whoever adds a step meanwhile reckons by the same rules.
    await BatchModel.updateOne({ code: record.code, head: record.head }, { $set: { materials } });
  }
}
