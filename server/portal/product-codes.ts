import { getProduct } from '../catalog/products.ts';
import { upsert } from '../database/upsert.ts';
import { ProductCodesModel, type ProductCodesRecord } from './portal-record.ts';

/** What a product is called elsewhere, as everybody may see it. */
export type ProductCodes = Pick<ProductCodesRecord, 'portalId' | 'otherSystem' | 'otherCode' | 'otherLink'>;

const none: ProductCodes = { portalId: null, otherSystem: null, otherCode: null, otherLink: null };

/** @returns all null where nobody wrote any down */
export async function productCodes(productId: string): Promise<ProductCodes> {
  const found = await ProductCodesModel.findOne({ _id: productId }).lean();
  if (found === null) return none;
  const { portalId, otherSystem, otherCode, otherLink } = found;
  return { portalId, otherSystem, otherCode, otherLink };
}

/** Writes down what came back from the portal, and what else stands on the packaging. @throws missing('product-not-found') */
export async function noteCodes(
  productId: string,
  codes: ProductCodes,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  const { id } = await getProduct(productId);
  await upsert(() => ProductCodesModel.updateOne({ _id: id }, { $set: { ...codes, by, at } }, { upsert: true }));
}
