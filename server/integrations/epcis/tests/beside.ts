import { expect } from 'vitest';
import { publicDocument } from '../documents.ts';
import { faultsIn } from './rules.ts';

/** Each batch's document, with all generations, is valid. */
export async function holdsOfBatch(code: string): Promise<void> {
  const writing = { publicUrl: 'https://cho.example', at: new Date() };
  expect([code, faultsIn(await publicDocument(code, 'all', writing))]).toEqual([code, []]);
}
