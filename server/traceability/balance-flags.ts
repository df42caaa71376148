import { unavailable } from '../errors.ts';
import { balanceAskedOf } from './balance-asked.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';

const mostTries = 50;

/**
 * Writes beside a batch's history what its balance asks by now, where something changed that is not in its history: what came out
 * beside it, or what is expected. Looked at again after it is written, so that of two who change something the later one is heard.
 * Safe to repeat. @throws unavailable('batch-busy')
 */
export async function reflag(code: string): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const batch = await BatchModel.findOne({ code }).lean<BatchRecord>();
    const asked = batch && (await balanceAskedOf(batch));
    if (batch === null || asked === (batch.balanceAsked ?? null)) return;
    const change = asked === null ? { $unset: { balanceAsked: 1 as const } } : { $set: { balanceAsked: asked } };
    await BatchModel.updateOne({ code, head: batch.head }, change);
  }
  throw unavailable('batch-busy');
}
