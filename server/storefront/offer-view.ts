import type { Seller } from '../identity/sellers.ts';
import type { Offer } from './offers.ts';

/** Goods as a tile and their own page name them. */
export const presentOffer = ({ product, seller, available, fromVnd, packs }: Offer) => ({
  url: `/san-pham/${product.slug}`,
  title: product.name,
  seller: presentSeller(seller),
  available,
  fromVnd,
  severalPacks: packs.length > 1,
});

/** A seller as goods and lists name it. */
export const presentSeller = ({ name, slug, village, kind }: Seller) => ({ name, url: `/ho/${slug}`, village, kind });
