import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { findPublicBatch, getBatch } from '../traceability/batches.ts';
import { DoubtModel } from './doubt.ts';
import { isCopied, ScanModel } from './scan.ts';

/**
 * Writes down, once for each unit, that its label was looked at more often than one label is. It goes where doubts of buyers go:
 * to the maker, who is told, and to the cooperative and the officer, who look into it and close it with a word.
 * @param scans how often it was looked at until now
 */
export async function noteCopied(code: string, serial: string, scans: number, at: Date): Promise<void> {
  const unit = `${code}/${serial}`;
  // Looks at a copied label go on for weeks, and after the first there is nothing to write.
  if (await DoubtModel.exists({ unit })) return;
  const batch = await findPublicBatch(code);
  if (!batch) return;
  const doubt = { code, serial, sellerId: batch.sellerId, message: '', place: null, contact: null, photoId: null };
  const fate = { createdAt: at, closedAt: null, closedBy: null, answer: null };
  const made = { $setOnInsert: { ...doubt, ...fate, scans } };
  await upsert(() => DoubtModel.updateOne({ unit }, made, { upsert: true }));
}

/** How often labels of a batch were looked at; robots, previews and who is signed in never count. */
export interface BatchLooks {
  units: number;
  looks: number;
  /** Units that were looked at more often than one label is, the most first, twenty at most. */
  copied: { serial: string; looks: number }[];
}

/** @throws missing('batch-not-found') */
export async function looksAt(actor: Actor, text: string): Promise<BatchLooks & { code: string }> {
  const { code } = await getBatch(actor, text);
  // Units are kept as `CODE/SERIAL`; a zero is the next letter after the slash.
  const records = await ScanModel.find({ _id: { $gte: `${code}/`, $lt: `${code}0` } }, { count: 1 }).lean();
  const copied = records.filter(isCopied).sort((a, b) => b.count - a.count);
  return {
    code,
    units: records.length,
    looks: records.reduce((sum, { count }) => sum + count, 0),
    copied: copied.slice(0, 20).map(({ _id, count }) => ({ serial: _id.slice(code.length + 1), looks: count })),
  };
}
