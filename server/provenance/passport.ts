import { type Certificate, certificatesFor } from '../catalog/certificates.ts';
import { isShown } from '../catalog/listings.ts';
import { type OtherCode, otherCodesOf } from '../catalog/other-codes.ts';
import { getProduct, listProducts, type Product, type Quantity } from '../catalog/products.ts';
import { getProfile } from '../catalog/profiles.ts';
import { type ShopLink, shopLinksFor } from '../catalog/shop-links.ts';
import { type PublicStory, storiesFor } from '../catalog/stories.ts';
import { dayOf } from '../format.ts';
import { findSellers, getSeller, type Seller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import type { Localized } from '../language.ts';
import { batchCertificates } from '../traceability/batch-certificates.ts';
import { type Batch, findPublicBatch } from '../traceability/batches.ts';
import { type PublicIngredient, publicIngredientsOf } from '../traceability/ingredients.ts';
import { availableByPack } from '../traceability/stock.ts';
import { publicStory, type StoryStep } from '../traceability/timeline.ts';
import type { UnitRange } from '../traceability/units.ts';
import { type VisitLink, visitsAbout } from '../visits/visits.ts';
import type { Evidence } from './verdict.ts';
import { evidenceOf } from './verdicts.ts';

/** A pack that can be bought here. */
export interface Offer {
  packId: string;
  name: string;
  netQuantity: Quantity;
  priceVnd: number;
  /** Packs that can be sold today, over all batches of the product. */
  available: number;
}

/** All that a scan of one batch shows: the union of Decree 37/2026 art. 23.5 and Circular 02/2024 art. 6. */
export interface Passport {
  code: string;
  lot: string;
  gtin: string | null;
  product: { id: string; name: string; slug: string; kind: Localized; description: Localized | null };
  /** Of the batch, else of the product. */
  photoId: string | null;
  seller: Seller;
  /** That the household belongs to. */
  cooperative: { name: string; slug: string } | null;
  /** YYYY-MM-DD */
  producedOn: string;
  expiresOn: string | null;
  quantity: Quantity;
  standards: readonly Localized[];
  label: {
    ingredients: Localized | null;
    use: Localized | null;
    storage: Localized | null;
    warnings: Localized | null;
  };
  steps: StoryStep[];
  /** What went in, each with its own provenance as far as its maker agreed. */
  madeFrom: PublicIngredient[];
  recall: Batch['recall'];
  /** What bars it through something it was made from. */
  ban: Batch['ban'];
  /** Unit numbers whose labels were thrown away. */
  voidUnits: readonly UnitRange[];
  unitNumbers: Batch['unitNumbers'];
  /** open, or waiting for an inspection or failed by one. */
  gate: Batch['gate'];
  /** In force today: of the batch, of the product, of the seller. */
  certificates: readonly Certificate[];
  offers: Offer[];
  shops: ShopLink[];
  /** Of the product, else of the seller. */
  story: { of: 'product' | 'seller'; story: PublicStory } | null;
  others: { name: string; slug: string; photoId: string | null; fromVnd: number | null }[];
  /** What the product is called elsewhere. */
  codes: readonly OtherCode[];
  /** Pages about its village, its maker or itself. */
  visits: VisitLink[];
  evidence: Omit<Evidence, 'unit'>;
  /** Whether everybody may see the page of its product and of its seller: the history stays where they may not. */
  pages: { product: boolean; seller: boolean };
}

/** What surrounds a batch and is the same for all batches of its product. */
export interface Surroundings
  extends Pick<
    Passport,
    'seller' | 'cooperative' | 'certificates' | 'offers' | 'shops' | 'story' | 'others' | 'codes' | 'visits' | 'pages'
  > {
  product: Product;
}

export type ReadSurroundings = (productId: string, at: Date) => Promise<Surroundings>;

/**
 * The passport of a batch as the public may see it at this instant; null when there is no such batch.
 * @param around how the surroundings are read: from the database, or from a reading that several scans share
 */
export async function findPassport(
  code: string,
  at: Date,
  around: ReadSurroundings = readSurroundings,
): Promise<Passport | null> {
  const batch = await findPublicBatch(code);
  if (batch === null) return null;
  const today = dayOf(at);
  const [{ product, ...rest }, own, madeFrom] = await Promise.all([
    around(batch.productId, at),
    batchCertificates(batch, today),
    publicIngredientsOf(batch),
  ]);
  return { ...factsOf(batch, product, today), madeFrom, ...rest, certificates: [...own, ...rest.certificates] };
}

/** @throws missing('product-not-found' | 'seller-not-found') */
export async function readSurroundings(productId: string, at: Date): Promise<Surroundings> {
  const today = dayOf(at);
  const product = await getProduct(productId);
  const seller = await getSeller(product.sellerId);
  const isOpen = !isSuspended(seller, at);
  const hasPage = isShown(product, seller, at);
  const [cooperative, certificates, offers, shops, stories, others, codes, visits] = await Promise.all([
    cooperativeOf(seller),
    certificatesFor({ productId: product.id, sellerId: seller.id }, today),
    hasPage ? offersOf(product, today) : [],
    hasPage ? shopLinksFor({ productId: product.id, sellerId: seller.id }) : [],
    storiesFor({ productId: product.id, sellerId: seller.id }),
    othersOf(product, at),
    otherCodesOf(product.id),
    isOpen ? visitsAbout({ sellerId: seller.id, village: seller.village, productId: product.id }) : [],
  ]);
  const story = toldFirst(stories);
  const pages = { product: hasPage, seller: isOpen };
  return { product, seller, cooperative, certificates, offers, shops, story, others, codes, visits, pages };
}

function factsOf(batch: Batch, product: Product, today: string) {
  const profile = getProfile(batch.kind);
  const steps = publicStory(batch);
  const photoId = batch.photoId ?? product.photoId;
  const { ingredients, use, storage, warnings } = profile.labelContents;
  return {
    code: batch.code,
    lot: batch.lot,
    gtin: product.gtin,
    product: {
      id: product.id,
      name: product.name,
      slug: product.slug,
      kind: profile.name,
      description: product.description,
    },
    photoId,
    producedOn: batch.producedOn,
    expiresOn: batch.expiresOn,
    quantity: batch.quantity,
    standards: profile.standards,
    label: { ingredients, use, storage, warnings },
    steps,
    recall: batch.state === 'recalled' ? batch.recall : null,
    ban: batch.ban,
    voidUnits: batch.voidUnits,
    unitNumbers: batch.unitNumbers,
    gate: batch.gate,
    evidence: evidenceOf(batch, { photoId, today, steps }),
  };
}

function toldFirst({ product, seller }: Awaited<ReturnType<typeof storiesFor>>): Passport['story'] {
  if (product !== null) return { of: 'product', story: product };
  return seller && { of: 'seller', story: seller };
}

async function cooperativeOf(seller: Seller): Promise<{ name: string; slug: string } | null> {
  if (seller.cooperativeId === null) return null;
  const [cooperative] = await findSellers([seller.cooperativeId]);
  return cooperative ? { name: cooperative.name, slug: cooperative.slug } : null;
}

async function offersOf(product: Product, today: string): Promise<Offer[]> {
  const available = await availableByPack(
    product.packs.map(({ id }) => id),
    today,
  );
  return product.packs.map(({ id, ...pack }) => ({ packId: id, ...pack, available: available.get(id) ?? 0 }));
}

const mostOthers = 4;

async function othersOf(product: Product, shownAt: Date): Promise<Passport['others']> {
  const products = await listProducts({ sellerIds: [product.sellerId], limit: mostOthers + 1, shownAt });
  return products
    .filter(({ id }) => id !== product.id)
    .slice(0, mostOthers)
    .map(({ name, slug, photoId, packs }) => ({
      name,
      slug,
      photoId,
      fromVnd: packs.length > 0 ? Math.min(...packs.map(({ priceVnd }) => priceVnd)) : null,
    }));
}
