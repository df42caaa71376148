interface GoodsOnOffer {
  name: string;
  /** 14 digits. */
  gtin: string | null;
  packs: readonly { name: string; priceVnd: number; available: number }[];
}

/**
 * schema.org Product with its offers, for search engines; each page adds what else it tells.
 * @param url the whole address of the page where the goods are bought
 */
export const goodsData = ({ name, gtin, packs }: GoodsOnOffer, url: string) => ({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name,
  url,
  ...(gtin ? { gtin14: gtin } : {}),
  offers: packs.map((pack) => ({
    '@type': 'Offer',
    name: pack.name,
    price: pack.priceVnd,
    priceCurrency: 'VND',
    availability: `https://schema.org/${pack.available > 0 ? 'InStock' : 'OutOfStock'}`,
    url,
  })),
});
