interface GoodsOnOffer {
  name: string;
  /** 14 digits. */
  gtin: string | null;
  packs: readonly { name: string; priceVnd: number; available: number }[];
}

/**
 * schema.org Product with its offers, for search engines; each page adds what else it tells. Goods that are not sold have no
 * `offers`: an empty list is no offer.
 * @param url the whole address of the page where the goods are bought
 */
export const goodsData = ({ name, gtin, packs }: GoodsOnOffer, url: string) => ({
  '@context': 'https://schema.org',
  '@type': 'Product',
  name,
  url,
  ...(gtin ? { gtin14: gtin } : {}),
  ...(packs.length > 0 ? { offers: packs.map((pack) => offerOf(pack, url)) } : {}),
});

const offerOf = (pack: GoodsOnOffer['packs'][number], url: string) => ({
  '@type': 'Offer',
  name: pack.name,
  price: pack.priceVnd,
  priceCurrency: 'VND',
  availability: `https://schema.org/${pack.available > 0 ? 'InStock' : 'OutOfStock'}`,
  url,
});
