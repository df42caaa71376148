import { isObjectIdOrHexString, type QueryFilter, Types } from 'mongoose';
import { changeFound } from '../database/change-each.ts';
import { doOnce } from '../database/marks.ts';
import { searchWords } from '../fold.ts';
import { whereShown } from './listing.ts';
import { cheapestOf, type Product, ProductModel, type ProductRecord, readProduct } from './product.ts';

/** In which order goods may be listed. What has no price stands last; what costs the same, the newest first. */
export const productOrders = ['newest', 'cheapest', 'dearest'] as const;
export type ProductOrder = (typeof productOrders)[number];

export interface ProductsWanted {
  /** Only of these; their ids. */
  ids?: readonly string[] | undefined;
  sellerIds?: readonly string[] | undefined;
  kind?: string | undefined;
  /** Words of the name, with or without diacritics. */
  search?: string | undefined;
  limit?: number | undefined;
  /** The id of the last product already seen. */
  after?: string | undefined;
  order?: ProductOrder | undefined;
  /** Only what everybody may see at this moment. */
  shownAt?: Date | undefined;
}

type Filter = QueryFilter<ProductRecord>;

/** Newest first unless told otherwise. What no page shows to everybody is among them unless `shownAt` is given. */
export async function listProducts(wanted: ProductsWanted): Promise<Product[]> {
  const { order = 'newest', limit = 100 } = wanted;
  const filter = await filterOf(wanted);
  const ids = wanted.ids?.filter((id) => isObjectIdOrHexString(id)).map((id) => new Types.ObjectId(id));
  const records: ProductRecord[] = [];
  for (const { before, ...price } of await partsOf(order, wanted.after)) {
    if (records.length >= limit) break;
    const id = { ...(ids && { $in: ids }), ...(before && { $lt: before }) };
    const found = await ProductModel.find({ ...filter, ...price, ...(Object.keys(id).length > 0 && { _id: id }) })
      .sort(sorts[order])
      .limit(limit - records.length)
      .lean<ProductRecord[]>();
    records.push(...found);
  }
  return records.map(readProduct);
}

/** Writes down the price of goods from before it was kept, once for a database. */
export const bringPricesUpToDate = (): Promise<void> =>
  doOnce('the cheapest price of goods', () =>
    changeFound(ProductModel, { filter: { fromVnd: { $exists: false } }, fields: { packs: 1 } }, ({ packs }) => ({
      $set: { fromVnd: cheapestOf(packs) },
    })),
  );

async function filterOf({ sellerIds, kind, search, shownAt }: ProductsWanted): Promise<Filter> {
  const words = searchWords(search ?? '').map((word) => ({ folded: { $regex: word } }));
  const and = [...words, ...(shownAt ? [await whereShown(shownAt)] : [])];
  return {
    ...(sellerIds ? { sellerId: { $in: [...sellerIds] } } : {}),
    ...(kind ? { kind } : {}),
    ...(and.length > 0 ? { $and: and } : {}),
  };
}

/** A stretch of a list that one walk along an index gives in its order. */
interface Part {
  fromVnd?: number | null | { $gte: number } | { $gt: number } | { $lt: number; $gte: number };
  before?: Types.ObjectId;
}

const sorts = {
  newest: { _id: -1 },
  cheapest: { fromVnd: 1, _id: -1 },
  dearest: { fromVnd: -1, _id: -1 },
} as const satisfies Record<ProductOrder, Record<string, 1 | -1>>;

/** What of the list comes after a product; all of it where there is none of this id. */
async function partsOf(order: ProductOrder, after: string | undefined): Promise<Part[]> {
  const before = after !== undefined && isObjectIdOrHexString(after) ? new Types.ObjectId(after) : null;
  if (order === 'newest') return [before ? { before } : {}];
  const last = before && (await ProductModel.findOne({ _id: before }, { fromVnd: 1 }).lean());
  if (!before || !last) return [{ fromVnd: { $gte: 0 } }, { fromVnd: null }];
  return partsAfter(order, last.fromVnd ?? null, before);
}

function partsAfter(order: ProductOrder, vnd: number | null, before: Types.ObjectId): Part[] {
  if (vnd === null) return [{ fromVnd: null, before }];
  const beyond = order === 'cheapest' ? { $gt: vnd } : { $gte: 0, $lt: vnd };
  return [{ fromVnd: vnd, before }, { fromVnd: beyond }, { fromVnd: null }];
}
