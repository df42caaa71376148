import { withoutWords } from '../database/forget.ts';
import { privateFacts } from './batch.ts';
import { BatchModel, type BatchRecord } from './batch-record.ts';
import { DraftModel } from './draft.ts';
import { hashOf } from './event.ts';

const tries = 10;

/**
 * Erases what people wrote into histories: of a seller's own batches and harvests every word and the recorder's name, of others'
 * batches the words that name somebody. Each history verifies as before, since it is sealed over salted hashes of them.
 * @param words that name the person
 * @param ids the seller, or nobody
 */
export async function forgetInHistories(words: readonly string[], sellerId: string | null): Promise<void> {
  for await (const record of BatchModel.find({}).lean<BatchRecord>().cursor()) {
    await forgetIn(record, words, sellerId !== null && isOf(record, sellerId));
  }
}

const isOf = ({ sellerId, deliveredBy }: BatchRecord, id: string): boolean => sellerId === id || deliveredBy === id;

// A step that is written meanwhile moves the head: then the record is read again.
async function forgetIn(found: BatchRecord, words: readonly string[], isOwn: boolean): Promise<void> {
  let record: BatchRecord | null = found;
  for (let attempt = 0; record !== null && attempt < tries; attempt += 1) {
    const set = erasedIn(record, words, isOwn);
    if (Object.keys(set).length === 0) return;
    const { matchedCount } = await BatchModel.updateOne({ _id: record._id, head: record.head }, { $set: set });
    if (matchedCount === 1) return;
    record = await BatchModel.findById(record._id).lean<BatchRecord>();
  }
  if (record !== null) throw new Error('a batch changes too often to forget anything in it');
}

function erasedIn(record: BatchRecord, words: readonly string[], isOwn: boolean): Record<string, unknown> {
  const goes: Goes = (...texts) => isOwn || texts.some((text) => text !== null && names(text, words));
  const steps = record.events.flatMap(({ words: said }, place) =>
    said && goes(said.by, said.note, said.reason) ? [[`events.${place}.words`, null]] : [],
  );
  return { ...Object.fromEntries(steps), ...withoutNote(record, goes) };
}

/** Whether something with these texts is to be erased. */
type Goes = (...texts: (string | null)[]) => boolean;

const names = (text: string, words: readonly string[]): boolean => withoutWords(text, words) !== text;

// Batches from before there was a salt keep their note: it stands in the hash as it is.
function withoutNote(record: BatchRecord, goes: Goes): Record<string, unknown> {
  const facts = { ...record, ...record.registered };
  if (!record.salt || record.privateHash || facts.note === null || !goes(facts.note)) return {};
  const privateHash = hashOf({ ...privateFacts(facts), salt: record.salt });
  return { privateHash, note: null, ...(record.registered && { 'registered.note': null }) };
}

/** Erases what these people have typed and not sent yet. */
export async function forgetDrafts(accountIds: readonly string[]): Promise<void> {
  await DraftModel.deleteMany({ accountId: { $in: [...accountIds] } });
}
