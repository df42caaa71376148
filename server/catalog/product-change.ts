import { foldText } from '../fold.ts';
import { readGtin } from './gtin.ts';
import { changedPacks } from './packs.ts';
import { formerGtins, type ProductRecord } from './product.ts';
import type { WantedChange } from './products.ts';
import { getProfile } from './profiles.ts';

/** What of the record a wanted change writes anew. @throws invalid('pack-unknown') */
export function changeOf(record: ProductRecord, wanted: WantedChange, at: Date): Partial<ProductRecord> {
  const { name, gtin, packs, photoId, description, needsInspection } = wanted;
  return {
    ...(name === undefined ? {} : { name, folded: folded(name, record.kind) }),
    ...gtinOf(gtin),
    ...formerGtins(record, gtin),
    ...(packs === undefined ? {} : { packs: changedPacks(record.packs, packs, at) }),
    ...(photoId === undefined ? {} : { photoId }),
    ...(description === undefined ? {} : { description }),
    ...(needsInspection === undefined ? {} : { needsInspection }),
  };
}

/** Kept with 14 digits; a product without one has no such field, which is what the sparse index wants. */
export function gtinOf(text: string | null | undefined): { gtin?: string } {
  const gtin = readGtin(text ?? '');
  return gtin === null ? {} : { gtin };
}

/** Name and kind as they are searched. */
export const folded = (name: string, kind: string): string => foldText(`${name} ${getProfile(kind).name.vi}`);
