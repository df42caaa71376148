import type { Actor } from '../actor.ts';
import { isShown } from '../catalog/listings.ts';
import { ownProduct } from '../catalog/owned.ts';
import { getProduct, type Product } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { shopLinksFor } from '../catalog/shop-links.ts';
import { storiesFor } from '../catalog/stories.ts';
import { type Channel, type ChannelFacts, findChannel, type PostShape } from '../channels.ts';
import { missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { getSeller, type Seller } from '../identity/sellers.ts';
import { drawPicture, templatesFor } from '../press/picture.ts';
import { verdictOnBatch } from '../provenance/verdicts.ts';
import { getStall } from '../stalls/stalls.ts';
import { type Batch, listPublicBatches } from '../traceability/batches.ts';
import type { KitWords } from './kit.ts';
import { lightJpeg } from './kit-pictures.ts';
import { photoOf } from './kits.ts';
import { type Occasion, occasions, type PostFacts, pictureTexts, postText } from './post.ts';
import { shortLinkFor } from './short-links.ts';

interface Asked {
  at: Date;
  publicUrl: string;
  words: KitWords;
}

/** One post for one channel: its words, and all that its pictures are drawn from. */
export interface Post {
  product: Product;
  channel: ChannelFacts;
  text: string;
  url: string;
  shapes: readonly PostShape[];
  draw: (shape: PostShape) => Promise<Buffer>;
}

/** What there is to tell of a product today. @throws missing('product-not-found'), forbidden('not-yours') */
export async function occasionsOf(
  actor: Actor,
  productId: string,
  { at, words }: Asked,
): Promise<{ product: Product; occasions: Occasion[] }> {
  const product = await postedProduct(actor, productId, at);
  return { product, occasions: await occasionsFor(product, { at, words }) };
}

/** What there is to tell of goods that somebody may post. */
export async function occasionsFor(product: Product, asked: Pick<Asked, 'at' | 'words'>): Promise<Occasion[]> {
  const known = await newsOf(product, await getSeller(product.sellerId), asked);
  return occasions.filter((one) => isThere(known, one));
}

/** An officer posts for the commune what everybody sees; a seller what is its own. @throws as occasionsOf */
async function postedProduct(actor: Actor, id: string, at: Date): Promise<Product> {
  if (actor.role !== 'officer') return ownProduct(actor, id);
  const product = await getProduct(id);
  if (!isShown(product, await getSeller(product.sellerId), at)) throw missing('product-not-found');
  return product;
}

/**
 * A post of a product for a channel.
 * @throws as occasionsOf; missing('channel-not-found' | 'occasion-not-found')
 */
export async function postOf(
  actor: Actor,
  wanted: { productId: string; occasion: Occasion; channel: Channel },
  asked: Asked,
): Promise<Post> {
  const product = await postedProduct(actor, wanted.productId, asked.at);
  const channel = findChannel(wanted.channel);
  if (channel === null) throw missing('channel-not-found');
  const seller = await getSeller(product.sellerId);
  const news = await newsOf(product, seller, asked);
  if (!isThere(news, wanted.occasion)) throw missing('occasion-not-found');
  const batch = wanted.occasion === 'batch' ? news.batch : null;
  const path = batch ? `/t/${batch.code}` : `/san-pham/${product.slug}`;
  const marked = await shortLinkFor({ path, channel: channel.name, sellerId: seller.id }, asked.at);
  const short = `${asked.publicUrl}${marked}`;
  const facts = factsOf(wanted.occasion, { product, seller, news }, channel.isShop ? null : short);
  const photoId = batch?.photoId ?? product.photoId;
  const payload = await codeOf(product, channel, { short, publicUrl: asked.publicUrl });
  return {
    product,
    channel,
    text: postText(facts, channel, asked.words),
    url: short,
    shapes: channel.pictures.posts,
    draw: (shape) => draw(shape, { facts, words: asked.words, photoId, payload }),
  };
}

/** What is known of a product that somebody may want to hear. */
interface News {
  batch: Batch | null;
  market: { place: string; days: string } | null;
  season: string | null;
  story: string;
}

async function newsOf(product: Product, seller: Seller, { at, words }: Pick<Asked, 'at' | 'words'>): Promise<News> {
  const today = dayOf(at);
  const [batches, stories, stall] = await Promise.all([
    listPublicBatches(product.id, 5),
    storiesFor({ productId: product.id, sellerId: seller.id }),
    getStall({ id: seller.id }),
  ]);
  // Nobody is called to goods that may not be sold, or of which a buyer would be warned.
  const good = batches.find(
    (batch) => batch.gate === 'open' && verdictOnBatch(batch, product.photoId, today).kind.startsWith('genuine'),
  );
  const [place] = stall.places.filter(({ days }) => days.length > 0);
  return {
    batch: good ?? null,
    market: place ? { place: place.place, days: place.days.map((day) => words(`days.${day}`)).join(', ') } : null,
    season: getProfile(product.kind).season?.vi ?? null,
    story: stories.product?.told.vi || stories.seller?.told.vi || '',
  };
}

const isThere = ({ batch, market, season, story }: News, occasion: Occasion): boolean =>
  ({ batch: batch !== null, market: market !== null, season: season !== null, story: story !== '' })[occasion];

const factsOf = (
  occasion: Occasion,
  { product, seller, news }: { product: Product; seller: Seller; news: News },
  url: string | null,
): PostFacts => ({
  occasion,
  product: product.name,
  seller: seller.name,
  village: seller.village,
  packs: product.packs,
  story: news.story || product.description?.vi || '',
  madeOn: news.batch?.producedOn ?? null,
  market: news.market,
  season: news.season,
  url,
});

/** What the picture's code leads to: on a shop's own channel the stall there, once it is open. */
async function codeOf(
  { id, sellerId }: Product,
  { name, isShop }: ChannelFacts,
  { short, publicUrl }: { short: string; publicUrl: string },
): Promise<string> {
  const links = isShop ? await shopLinksFor({ productId: id, sellerId }) : [];
  const open = links.find((link) => link.channel === name);
  return open ? `${publicUrl}/go/${open.id}` : short;
}

interface Drawn {
  facts: PostFacts;
  words: KitWords;
  photoId: string | null;
  payload: string;
}

async function draw(shape: PostShape, { facts, words, photoId, payload }: Drawn): Promise<Buffer> {
  const [template] = templatesFor('post');
  if (!template) throw new RangeError('qr-templates/pictures has a template for posts');
  const photo = photoId === null ? null : await photoOf({ of: 'product', id: photoId });
  const texts = pictureTexts(facts, words, payload);
  const picture = await drawPicture(template, shape, { texts, payload, photo, mark: null });
  return lightJpeg(() => picture.clone());
}
