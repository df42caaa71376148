import type { Actor } from '../actor.ts';
import { findProfile } from '../catalog/profiles.ts';
import { wordsIn } from '../fold.ts';
import { whereSeen } from '../identity/sellers.ts';
import { BatchModel, type BatchRecord, settled } from './batch-record.ts';
import { stepsOf } from './bulk.ts';

/** A batch that a material was used for. */
export type Touched = Pick<BatchRecord, 'code' | 'lot' | 'productId' | 'sellerId' | 'producedOn'>;

/** What was written down as used, and for which batches. */
export interface UsedMaterial {
  /** In the words of who used it. */
  said: string;
  batches: Touched[];
}

type History = Pick<BatchRecord, 'kind' | 'events'>;

/** What was bought and used for a batch, such as a fertiliser, in the words of its steps as they were last corrected. */
export function materialsIn({ kind, events }: History): string[] {
  const data = (findProfile(kind)?.stages ?? []).flatMap(({ keyData }) => keyData);
  const keys = new Set(data.filter(({ material }) => material).map(({ key }) => key));
  if (keys.size === 0) return [];
  const said = stepsOf({ events }).flatMap(({ measurements }) => measurements.filter(({ key }) => keys.has(key)));
  return [...new Set(said.map(({ value }) => String(value)))];
}

/** The words that a batch is found by when a material is called back; kept beside its history. */
export const materialWords = (history: History): string[] => [...new Set(materialsIn(history).flatMap(wordsIn))];

const most = 5000;

/**
 * What was used that shares a word with what is asked for, those with the most words in common first: people write one
 * fertiliser in many ways, so who calls it back is asked which of them it is.
 * @param from, to YYYY-MM-DD, days on which the batches were made
 */
export async function searchMaterials(
  actor: Actor,
  { said, from, to }: { said: string; from?: string | undefined; to?: string | undefined },
): Promise<UsedMaterial[]> {
  const words = wordsIn(said);
  if (words.length === 0) return [];
  const records = await BatchModel.find(
    { materials: { $in: words }, ...(await whereSeen(actor)), ...between(from, to), ...settled },
    { code: 1, lot: 1, productId: 1, sellerId: 1, producedOn: 1, kind: 1, events: 1 },
  )
    .limit(most)
    .lean<(Touched & History)[]>();
  const found = new Map<string, Touched[]>();
  for (const record of records) {
    for (const one of materialsIn(record)) found.set(one, [...(found.get(one) ?? []), record]);
  }
  const inCommon = (one: string): number => wordsIn(one).filter((word) => words.includes(word)).length;
  return [...found]
    .map(([one, batches]) => ({ said: one, batches }))
    .filter((one) => inCommon(one.said) > 0)
    .sort((a, b) => inCommon(b.said) - inCommon(a.said) || a.said.localeCompare(b.said, 'vi'));
}

/** The condition that a batch was made from this day to that one, both included. */
export const between = (from?: string, to?: string): { producedOn?: { $gte?: string; $lte?: string } } =>
  from || to ? { producedOn: { ...(from && { $gte: from }), ...(to && { $lte: to }) } } : {};
