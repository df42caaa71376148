import mongoose from 'mongoose';
import { localized } from '../database/localized.ts';
import { type Localized, plainWords } from '../language.ts';
import { readGtin } from './gtin.ts';
import { type Look, type Screening, type TakenDown, whereShown } from './listing.ts';

export interface Quantity {
  value: number;
  unit: string;
}

export interface Pack {
  id: string;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
}

export interface Product {
  id: string;
  slug: string;
  name: string;
  /** The kind of its profile. */
  kind: string;
  sellerId: string;
  /** 14 digits. */
  gtin: string | null;
  packs: Pack[];
  photoId: string | null;
  description: Localized | null;
  /** Its batches are sold only after an inspection that they passed. */
  needsInspection: boolean;
  /** what an officer found on looking at what its page says now (listings.ts) */
  screening: Screening;
  /** off the market: nobody sees its page */
  isTakenDown: boolean;
}

export interface PackRecord {
  packId: string;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
  /** No longer offered; kept, since batches and orders still name it. */
  retiredAt: Date | null;
}

export interface ProductRecord {
  _id: mongoose.Types.ObjectId;
  slug: string;
  name: string;
  /** Name and kind as they are searched. */
  folded: string;
  kind: string;
  sellerId: string;
  gtin?: string | undefined;
  /** What it bore before: labels that were printed with them are still out there. */
  formerGtins?: string[];
  packs: PackRecord[];
  /** `cheapestOf` the packs, for lists by price; absent of goods from before it was kept (product-lists.ts) */
  fromVnd?: number | null;
  photoId: string | null;
  description: Localized | null;
  needsInspection: boolean;
  /** absent as long as nobody looked at what it says now */
  screening?: Screening;
  /** oldest first */
  looks?: Look[];
  isTakenDown?: boolean;
  /** oldest first */
  takenDown?: TakenDown[];
  /** Counts the changes: a change is written only over the version it was thought out on. */
  version: number;
  createdAt: Date;
  /** Of the submission: the same one sent twice is one product. */
  requestId?: string;
}

const schema = new mongoose.Schema<ProductRecord>(
  {
    slug: { type: String, required: true },
    name: { type: String, required: true },
    folded: { type: String, required: true },
    kind: { type: String, required: true },
    sellerId: { type: String, required: true },
    gtin: String,
    formerGtins: { type: [String], default: undefined },
    packs: [
      {
        _id: false,
        packId: String,
        name: String,
        netQuantity: { value: Number, unit: String },
        priceVnd: Number,
        retiredAt: { type: Date, default: null },
      },
    ],
    fromVnd: { type: Number, default: undefined },
    photoId: { type: String, default: null },
    description: { type: localized, default: null },
    needsInspection: { type: Boolean, default: false },
    screening: { type: String, default: undefined },
    looks: { type: [{ _id: false, at: Date, by: String, passed: Boolean, reason: String }], default: undefined },
    isTakenDown: { type: Boolean, default: undefined },
    takenDown: {
      type: [
        {
          _id: false,
          at: Date,
          by: String,
          reason: String,
          authority: String,
          putBackAt: { type: Date, default: null },
          putBackBy: { type: String, default: null },
        },
      ],
      default: undefined,
    },
    version: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
    requestId: { type: String, required: false },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ slug: 1 }, { unique: true });
schema.index({ gtin: 1 }, { unique: true, sparse: true });
schema.index({ requestId: 1 }, { unique: true, sparse: true });
schema.index({ formerGtins: 1 });
schema.index({ sellerId: 1, _id: -1 });
schema.index({ kind: 1, _id: -1 });
schema.index({ 'packs.packId': 1 });
schema.index({ fromVnd: 1, _id: -1 });
schema.index({ fromVnd: -1, _id: -1 });

export const ProductModel = mongoose.model<ProductRecord>('Product', schema);

/** The product as other files know it; packs no longer offered stay behind. */
export function readProduct(record: ProductRecord): Product {
  return {
    id: record._id.toHexString(),
    slug: record.slug,
    name: record.name,
    kind: record.kind,
    sellerId: record.sellerId,
    gtin: record.gtin ?? null,
    packs: record.packs.filter((pack) => pack.retiredAt === null).map(readPack),
    photoId: record.photoId,
    description: record.description && plainWords(record.description),
    needsInspection: record.needsInspection ?? false,
    screening: record.screening ?? 'waiting',
    isTakenDown: record.isTakenDown ?? false,
  };
}

/** The price in đồng of the cheapest pack that is offered; null without one. */
export function cheapestOf(packs: readonly Pick<PackRecord, 'priceVnd' | 'retiredAt'>[]): number | null {
  const prices = packs.filter(({ retiredAt }) => retiredAt === null).map(({ priceVnd }) => priceVnd);
  return prices.length > 0 ? Math.min(...prices) : null;
}

/** What is remembered of a product's number when another takes its place, or none (null); nothing when it stays. */
export function formerGtins(record: ProductRecord, wanted: string | null | undefined): { formerGtins?: string[] } {
  if (wanted === undefined || !record.gtin || readGtin(wanted ?? '') === record.gtin) return {};
  return { formerGtins: [...new Set([...(record.formerGtins ?? []), record.gtin])] };
}

export const readPack = ({ packId, name, netQuantity, priceVnd }: PackRecord): Pack => ({
  id: packId,
  name,
  netQuantity: { value: netQuantity.value, unit: netQuantity.unit },
  priceVnd,
});

/** The kinds that any product is of that everybody may see at this moment. */
export const kindsOnOffer = async (at: Date): Promise<string[]> => ProductModel.distinct('kind', await whereShown(at));
