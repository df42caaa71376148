import { offered } from '../integration.ts';
import type { Batch } from './batches.ts';

/** What is told of a batch in the form of another system, for the authority's file. */
export interface BatchDocument {
  /** Of the file, with its folder. */
  name: string;
  content: object;
}

/**
 * What an integration offers that can tell of a batch.
 * @param writing the site's origin, of which names are made, and when it is written
 */
export type BatchDocumentsOf = (
  batch: Batch,
  writing: { publicUrl: string; at: Date },
) => Promise<readonly BatchDocument[]>;

/** What any integration tells of a batch that the caller may see. */
export async function documentsOf(...asked: Parameters<BatchDocumentsOf>): Promise<readonly BatchDocument[]> {
  const all = await offered<BatchDocumentsOf>('documentsOf');
  return (await Promise.all(all.map(({ offer }) => offer(...asked)))).flat();
}
