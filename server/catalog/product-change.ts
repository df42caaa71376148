import { foldText } from '../fold.ts';
import type { Localized } from '../language.ts';
import { readGtin } from './gtin.ts';
import { changedPacks, type WantedPack } from './packs.ts';
import { cheapestOf, formerGtins, type PackRecord, type ProductRecord } from './product.ts';
import { getProfile } from './profiles.ts';

export interface WantedProduct {
  name: string;
  kind: string;
  /** Whom it is sold by, when the actor acts for several; else the actor's own seller. */
  sellerId?: string | undefined;
  /** 8, 12, 13 or 14 digits. */
  gtin?: string | null | undefined;
  packs: WantedPack[];
  photoId?: string | null | undefined;
  description?: Localized | null | undefined;
  /** Its batches are sold only after an inspection that they passed. */
  needsInspection?: boolean | undefined;
  /** Of the submission: the same one sent twice is one product. */
  requestId?: string | null | undefined;
}

export type WantedChange = Partial<Omit<WantedProduct, 'sellerId' | 'kind' | 'requestId'>>;

/** What of the record a wanted change writes anew. @throws invalid('pack-unknown') */
export function changeOf(record: ProductRecord, wanted: WantedChange, at: Date): Partial<ProductRecord> {
  const { name, gtin, packs, photoId, description, needsInspection } = wanted;
  return {
    ...(name === undefined ? {} : { name, folded: folded(name, record.kind) }),
    ...gtinOf(gtin),
    ...formerGtins(record, gtin),
    ...(packs === undefined ? {} : pricedPacks(changedPacks(record.packs, packs, at))),
    ...(photoId === undefined ? {} : { photoId }),
    ...(description === undefined ? {} : { description }),
    ...(needsInspection === undefined ? {} : { needsInspection }),
  };
}

const pricedPacks = (packs: PackRecord[]) => ({ packs, fromVnd: cheapestOf(packs) });

/** Kept with 14 digits; a product without one has no such field, which is what the sparse index wants. */
export function gtinOf(text: string | null | undefined): { gtin?: string } {
  const gtin = readGtin(text ?? '');
  return gtin === null ? {} : { gtin };
}

/** Name and kind as they are searched. */
export const folded = (name: string, kind: string): string => foldText(`${name} ${getProfile(kind).name.vi}`);
