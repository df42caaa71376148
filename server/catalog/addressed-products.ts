import { type Product, ProductModel, readProduct } from './product.ts';

/** The product of a page's address. */
export async function findProductBySlug(slug: string): Promise<Product | null> {
  const record = await ProductModel.findOne({ slug: slug.toLowerCase() }).lean();
  return record && readProduct(record);
}

/** Who bears the number today, then who bore it before, the newest first. */
export async function findProductsByGtin(gtin: string): Promise<Product[]> {
  const [now, before] = await Promise.all([
    ProductModel.find({ gtin }).lean(),
    ProductModel.find({ formerGtins: gtin, gtin: { $ne: gtin } })
      .sort({ _id: -1 })
      .lean(),
  ]);
  return [...now, ...before].map(readProduct);
}
