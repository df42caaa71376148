import { readGtin } from '../catalog/gtin.ts';
import { findProducts, findProductsByGtin, type Product } from '../catalog/products.ts';
import { readScanned, type Scanned } from '../scanned-text.ts';
import { findPublicBatch } from '../traceability/batches.ts';
import { batchBearing, batchesOfLot, type LotOf } from '../traceability/lots.ts';
import { isSerial } from '../traceability/unit-serial.ts';
import { provenancePath } from './digital-link.ts';

/** One of several batches that may be meant. */
export interface Choice {
  path: string;
  product: string;
  /** YYYY-MM-DD */
  producedOn: string;
}

/** Where something typed leads: to one page, to a choice between several, or nowhere. */
export type Found = { path: string; lotUnknown?: boolean } | { choices: Choice[] } | null;

/** Finds what somebody typed or pasted from a label. A code that is well formed but not ours leads to the page that says so. */
export async function lookUp(typed: string): Promise<Found> {
  const scanned = readScanned(typed);
  if (scanned.is === 'goods') return (await findGoods(scanned)) ?? ofLot(typed);
  if (scanned.is === 'words') return ofLot(scanned.text);
  const path = provenancePath(scanned.code, scanned.serial);
  if (await findPublicBatch(scanned.code)) return { path };
  // Eight digits are a code by chance now and then, and a lot may look like one.
  const gtin = readGtin(typed.trim());
  return (gtin && (await findGoods({ gtin, lot: null, serial: null }))) || ((await ofLot(typed)) ?? { path });
}

type Goods = Omit<Extract<Scanned, { is: 'goods' }>, 'is'>;

/** What is known of goods with an issued number: the product, its lot, and the serial where it may be one of ours. */
export interface KnownGoods {
  product: Product;
  batch: LotOf | null;
  serial: string | null;
  /** A lot was named that is in no book. */
  lotUnknown: boolean;
  /** The number went from goods to others, and both have a batch of this lot: nobody guesses which is meant. */
  severalLots: boolean;
}

/**
 * Null for goods that are not ours.
 * @param bearersOf who bears a number, for whom it was asked a moment ago
 */
export async function readGoods(
  { gtin, lot, serial }: Goods,
  bearersOf: (gtin: string) => Promise<Product[]> = findProductsByGtin,
): Promise<KnownGoods | null> {
  const number = readGtin(gtin);
  const bearers = number === null ? [] : await bearersOf(number);
  const [today] = bearers;
  if (!today) return null;
  const [batch, ...others] = lot === null ? [] : await batchesBearing(bearers, lot);
  const severalLots = others.length > 0;
  if (!batch || severalLots)
    return { product: today, batch: null, serial: null, lotUnknown: lot !== null && !batch, severalLots };
  const product = bearers.find(({ id }) => id === batch.productId) ?? today;
  return { product, batch, serial: ownSerial(serial), lotUnknown: false, severalLots };
}

/** The page of the most special thing that is known. */
export const pageOf = ({ product, batch, serial }: KnownGoods): string =>
  batch ? provenancePath(batch.code, serial) : `/san-pham/${product.slug}`;

async function batchesBearing(bearers: readonly Product[], lot: string): Promise<LotOf[]> {
  return (await Promise.all(bearers.map(({ id }) => batchBearing(id, lot)))).flatMap((one) => one ?? []);
}

/** Right or wrong is for the unit's page to say, where guesses are counted; other makers' serials walk up to the lot. */
export const ownSerial = (serial: string | null): string | null =>
  serial !== null && isSerial(serial) ? serial : null;

/** Goods with an issued number: the page of their lot, or of the product where the lot is not known. Null for unknown goods. */
async function findGoods(goods: Goods): Promise<Found> {
  const known = await readGoods(goods);
  if (!known) return null;
  if (known.severalLots) return ofLot(goods.lot ?? '');
  return { path: pageOf(known), lotUnknown: known.lotUnknown };
}

async function ofLot(text: string): Promise<Found> {
  const lot = text.trim().replace(/^(?:số lô|lô|lot|l)\s*[:.]?\s+/i, '');
  if (lot === '' || lot.length > 20) return null;
  const batches = await batchesOfLot(lot);
  const [first] = batches;
  if (!first) return null;
  if (batches.length === 1) return { path: provenancePath(first.code) };
  const products = await findProducts([...new Set(batches.map(({ productId }) => productId))]);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return {
    choices: batches.map(({ code, productId, producedOn }) => ({
      path: provenancePath(code),
      product: names.get(productId) ?? code,
      producedOn,
    })),
  };
}
