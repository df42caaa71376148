import { isShown } from '../catalog/listings.ts';
import { findProducts } from '../catalog/products.ts';
import { isInSeason, listProfiles, type Profile } from '../catalog/profiles.ts';
import { dayOf } from '../format.ts';
import type { Seller } from '../identity/sellers.ts';
import { newestLeft } from '../traceability/stock.ts';

/** Something a village has to sell that it wrote down last. */
interface News {
  village: string;
  title: string;
  url: string;
  seller: string;
  producedOn: string;
}

/** What /phap-ly/thu-tu-hien-thi says of these strips; who changes one changes the other. */
const mostVillages = 4;
const mostBatches = 60;

/** The kinds that are in season now, of those on offer. */
export const inSeason = (onOffer: ReadonlySet<string>, at: Date): Profile[] =>
  listProfiles().filter((profile) => onOffer.has(profile.kind) && isInSeason(profile, at));

/**
 * Of each village the goods whose batch was registered last and is still sold; the village with the newest first.
 * @param sellers who sells at this moment
 */
export async function newsOfVillages(sellers: readonly Seller[], at: Date): Promise<News[]> {
  const batches = await newestLeft(dayOf(at), mostBatches);
  const products = new Map((await findProducts(batches.map(({ productId }) => productId))).map((one) => [one.id, one]));
  const byId = new Map(sellers.map((seller) => [seller.id, seller]));
  const news = new Map<string, News>();
  for (const { productId, producedOn } of batches) {
    const product = products.get(productId);
    const seller = product && byId.get(product.sellerId);
    if (!product || !seller || !isShown(product, seller, at) || news.has(seller.village)) continue;
    const { village, name } = seller;
    news.set(village, { village, title: product.name, url: `/san-pham/${product.slug}`, seller: name, producedOn });
  }
  return [...news.values()].slice(0, mostVillages);
}
