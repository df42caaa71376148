import { doOnce } from '../database/marks.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { gateAfter, outsideAfter } from './gate.ts';

/**
 * Writes beside each history what it says by the rules of today: before them a batch outside a limit could be sold, and the
 * inspection typed last counted, not the one that happened last. Once for a database; safe to repeat.
 */
export const bringGatesUpToDate = (): Promise<void> => doOnce('gates by order of happening', reckonAll);

async function reckonAll(): Promise<void> {
  const records = BatchModel.find({}, { stock: 0, holds: 0, recall: 0 })
    .lean<BatchRecord[]>()
    .cursor({ batchSize: 100 });
  for await (const record of records as AsyncIterable<BatchRecord>) {
    const [gate, outside] = [gateAfter(record), outsideAfter(record)];
    if (gate === (record.gate ?? 'open') && outside === (record.outside ?? false)) continue;
    // Whoever adds an event meanwhile reckons by the same rules.
    await BatchModel.updateOne({ code: record.code, head: record.head }, { $set: { gate, outside } });
  }
}
