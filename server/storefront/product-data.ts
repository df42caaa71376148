import { goodsData } from '../catalog/goods-data.ts';
import type { Offer } from './offers.ts';

/** schema.org Product with its offers and its seller, for search engines. Whole addresses on `publicUrl`. */
export function productData({ product, seller, packs }: Offer, publicUrl: string) {
  const url = `${publicUrl}/san-pham/${product.slug}`;
  const { offers, ...goods } = goodsData({ name: product.name, gtin: product.gtin, packs }, url);
  const sellerData = { '@type': 'Organization', name: seller.name, url: `${publicUrl}/ho/${seller.slug}` };
  return {
    ...goods,
    image: `${url}/anh-chia-se.jpg`,
    ...(product.description ? { description: product.description.vi } : {}),
    brand: { '@type': 'Brand', name: seller.name },
    ...(offers ? { offers: offers.map((offer) => ({ ...offer, seller: sellerData })) } : {}),
  };
}
