import { getProduct } from '../../catalog/products.ts';
import { upsert } from '../../database/upsert.ts';
import { ProductCodesModel, type ProductCodesRecord } from './portal-record.ts';

/** What a product is called elsewhere, as everybody may see it. */
export type ProductCodes = Pick<ProductCodesRecord, 'portalId' | 'otherSystem' | 'otherCode' | 'otherLink'>;

/** What a product is called of which nobody wrote anything down. */
export const noCodes: ProductCodes = { portalId: null, otherSystem: null, otherCode: null, otherLink: null };

/** @returns all null where nobody wrote any down */
export const productCodes = async (productId: string): Promise<ProductCodes> =>
  (await codesOfProducts([productId])).get(productId) ?? noCodes;

/** The same of many products, by id; those are left out of which nobody wrote anything down. */
export async function codesOfProducts(ids: readonly string[]): Promise<Map<string, ProductCodes>> {
  const found = await ProductCodesModel.find({ _id: { $in: [...ids] } }).lean();
  return new Map(
    found.map(({ _id, portalId, otherSystem, otherCode, otherLink }) => [
      _id,
      { portalId, otherSystem, otherCode, otherLink },
    ]),
  );
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
