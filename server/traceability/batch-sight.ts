import type { Actor } from '../actor.ts';
import { missing, ofAnother } from '../errors.ts';
import { requireActFor, sellersSeenBy } from '../identity/sellers.ts';
import { codeIn } from '../scanned-text.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';

/** The record of a batch that the actor may see. @throws missing('batch-not-found') */
export async function seenRecord(actor: Actor, text: string): Promise<BatchRecord> {
  const record = await findRecord(text);
  if (!record) throw missing('batch-not-found');
  const seen = await sellersSeenBy(actor);
  if (seen !== 'all' && !seen.includes(record.sellerId)) throw ofAnother(missing('batch-not-found'), 'batch');
  return record;
}

/** The record of a batch whose seller the actor acts for. @throws missing('batch-not-found'), forbidden('not-yours') */
export async function ownRecord(actor: Actor, text: string): Promise<BatchRecord> {
  const record = await seenRecord(actor, text);
  await requireActFor(actor, record.sellerId, 'batch-not-found');
  return record;
}

/** However it was typed or pasted; a mistyped code is known by its check character, before the database is asked. */
export async function findRecord(text: string): Promise<BatchRecord | null> {
  const code = codeIn(text);
  return code === null ? null : BatchModel.findOne({ code, ...settled }).lean();
}
