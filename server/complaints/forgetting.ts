import type { QueryFilter } from 'mongoose';
import { removeGuardedImage } from '../media/guarded-images.ts';
import { getRetention, keptSince } from '../orders/orders.ts';
import { ComplaintModel, type ComplaintRecord } from './complaint.ts';
import { whereComplained } from './of-person.ts';

/**
 * Erases who complained under this phone or about these orders of theirs, with words and photos; what it was about and what came of
 * it stays. Safe to repeat.
 */
export async function forgetComplainant(phone: string, orderNumbers: readonly string[], at: Date): Promise<void> {
  for (const { _id, photoIds } of await ComplaintModel.find(whereComplained(phone, orderNumbers), {
    photoIds: 1,
  }).lean())
    await erase(_id, photoIds, at);
}

/** Complaints are kept as long as contracts are (orders' retention), from the day on which they were settled. */
export async function sweepComplaints(at: Date): Promise<void> {
  const since = keptSince(at, (await getRetention()).months);
  const old: QueryFilter<ComplaintRecord> = {
    settledAt: { $lt: since },
    state: { $in: ['settled', 'closed'] },
    erasedAt: null,
  };
  for (const { _id, photoIds } of await ComplaintModel.find(old, { photoIds: 1 }).limit(500).lean())
    await erase(_id, photoIds, at);
}

// The photos first, so that a crash leaves nothing nobody points to.
async function erase(_id: ComplaintRecord['_id'], photoIds: readonly string[], at: Date): Promise<void> {
  for (const id of photoIds) await removeGuardedImage(id);
  await ComplaintModel.updateOne(
    { _id },
    { $set: { contact: null, text: '', photoIds: [], 'steps.$[].text': '', erasedAt: at } },
  );
}
