import type { Actor } from '../actor.ts';
import { ocopStarsOf } from '../catalog/certificates.ts';
import { ownProduct } from '../catalog/owned.ts';
import type { Product } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { shopLinksFor } from '../catalog/shop-links.ts';
import { storiesFor } from '../catalog/stories.ts';
import { readStoryPhoto } from '../catalog/story-photos.ts';
import { type Channel, type ChannelFacts, findChannel } from '../channels.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { getSeller, type Seller } from '../identity/sellers.ts';
import { readImage } from '../media/images.ts';
import { type KitField, type KitWords, kitFields } from './kit.ts';
import { shortLinkFor } from './short-links.ts';

/** Where a photo of the kit comes from: the product's own, or one of the story's that everybody may see. */
type PhotoSource = { of: 'product' | 'story'; id: string };

/** All that is needed to put one product on one channel. */
export interface Kit {
  product: Product;
  seller: Seller;
  channel: ChannelFacts;
  fields: KitField[];
  photos: PhotoSource[];
  /** What the QR leads to: the stall there once it is open, else the product's page here with the channel's mark. */
  qr: { url: string; isOpen: boolean };
}

/**
 * Gathers what we hold of a product for a channel's form.
 * @param publicUrl the market's own address, which short links begin with
 * @throws missing('product-not-found' | 'channel-not-found'), forbidden('not-yours')
 */
export async function kitOf(
  actor: Actor,
  { productId, channel: name }: { productId: string; channel: Channel },
  { at, publicUrl, words }: { at: Date; publicUrl: string; words: KitWords },
): Promise<Kit> {
  const product = await ownProduct(actor, productId);
  const channel = findChannel(name);
  if (channel === null) throw missing('channel-not-found');
  const seller = await getSeller(product.sellerId);
  const place = { productId: product.id, sellerId: seller.id };
  const [stories, [ocopStars = null], links] = await Promise.all([
    storiesFor(place),
    ocopStarsOf(place, dayOf(at)),
    shopLinksFor(place),
  ]);
  const short = await shortLinkFor({ path: `/san-pham/${product.slug}`, channel: name, sellerId: seller.id }, at);
  const open = links.find((link) => link.channel === name);
  const sources = {
    product,
    seller,
    profile: getProfile(product.kind),
    story: toldOf(product, stories, seller),
    ocopStars,
    // Shops close a stall whose descriptions lead buyers away.
    url: channel.isShop ? null : `${publicUrl}${short}`,
  };
  return {
    product,
    seller,
    channel,
    fields: kitFields(sources, channel, words),
    photos: photosOf(product, stories).slice(0, channel.pictures.most),
    qr: { url: `${publicUrl}${open ? `/go/${open.id}` : short}`, isOpen: open !== undefined },
  };
}

type Stories = Awaited<ReturnType<typeof storiesFor>>;

/** What is told of the goods, the nearest to them first; '' where nobody told anything. */
function toldOf({ description }: Product, { product, seller }: Stories, { story }: Seller): string {
  const told = [description, product?.told, seller?.told, story].map((text) => text?.vi ?? '');
  return told.find((text) => text !== '') ?? '';
}

function photosOf({ photoId }: Product, { product, seller }: Stories): PhotoSource[] {
  const told = [product, seller].flatMap((story) => story?.photos ?? []);
  return [
    ...(photoId === null ? [] : [{ of: 'product' as const, id: photoId }]),
    ...told.map(({ id }) => ({ of: 'story' as const, id })),
  ];
}

/** A photo of the kit as we keep it; null when it is gone. */
export async function photoOf({ of, id }: PhotoSource): Promise<Buffer | null> {
  const read = of === 'product' ? await readImage(id, 1280) : await readStoryPhoto(id, 1280);
  return read?.bytes ?? null;
}
