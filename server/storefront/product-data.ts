import type { Offer } from './offers.ts';

/** schema.org Product with its offers and its seller, for search engines. Whole addresses on `publicUrl`. */
export function productData({ product, seller, packs }: Offer, publicUrl: string) {
  const url = `${publicUrl}/san-pham/${product.slug}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    url,
    image: `${url}/anh-chia-se.jpg`,
    ...(product.description ? { description: product.description.vi } : {}),
    ...(product.gtin ? { gtin14: product.gtin } : {}),
    brand: { '@type': 'Brand', name: seller.name },
    offers: packs.map((pack) => ({
      '@type': 'Offer',
      name: pack.name,
      price: pack.priceVnd,
      priceCurrency: 'VND',
      availability: `https://schema.org/${pack.available > 0 ? 'InStock' : 'OutOfStock'}`,
      url,
      seller: { '@type': 'Organization', name: seller.name, url: `${publicUrl}/ho/${seller.slug}` },
    })),
  };
}
