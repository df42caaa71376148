import type { Product } from '../catalog/products.ts';
import type { Profile } from '../catalog/profiles.ts';
import { formatAddress, formatDay, formatQuantity } from '../format.ts';
import type { Seller } from '../identity/sellers.ts';
import type { Localized } from '../language.ts';
import { slot } from '../press/fit.ts';
import { settable } from '../press/fonts.ts';
import type { Batch } from '../traceability/batches.ts';
import { publicStory } from '../traceability/timeline.ts';
import type { LabelData } from './template.ts';

/** What a label of a batch is made from. */
export interface LabelSources {
  batch: Batch;
  product: Product;
  seller: Seller;
  /** The cooperative that a household belongs to. */
  cooperative: Seller | null;
  profile: Profile;
  /** The pack whose net quantity is printed; null leaves it out. */
  packId: string | null;
  /** Of a valid OCOP certificate, 3 to 5. */
  ocopStars: number | null;
}

/** The words on one label, in Vietnamese, dates as dd/mm/yyyy; letters that the font lacks stay, for the drawing to refuse by name. */
export function labelData(sources: LabelSources): LabelData {
  const { batch, product, seller, cooperative, profile, packId } = sources;
  const { address } = seller;
  const contents = profile.labelContents;
  const data: Record<Exclude<keyof LabelData, 'ocopStars'>, string> = {
    product: product.name,
    kindName: profile.name.vi,
    producer: seller.name,
    cooperative: cooperative?.name ?? '',
    village: seller.village,
    address: formatAddress(address),
    formerly: address.formerly ? `trước đây: ${address.formerly}` : '',
    origin: 'Việt Nam',
    netQuantity: netQuantity(product, packId),
    producedOn: formatDay(batch.producedOn),
    expiresOn: batch.expiresOn ? formatDay(batch.expiresOn) : '',
    lot: batch.lot,
    code: batch.code,
    gtin: underBars(product.gtin),
    ingredients: composition(batch, contents.composition) || sentence(words(contents.ingredients)),
    use: sentence(words(contents.use)),
    storage: sentence(words(contents.storage)),
    warnings: sentence(words(contents.warnings)),
    standards: profile.standards.map((standard) => standard.vi).join('; '),
    story: words(product.description) || words(seller.story),
    maker: seller.people ? `Người ${seller.people}` : '',
    count: formatQuantity(batch.quantity, 'vi'),
  };
  const printed = Object.entries(data).map(([key, text]) => [key, typed(text)]);
  return {
    ...(Object.fromEntries(printed) as typeof data),
    product: typed(data.product) || batch.code,
    ocopStars: sources.ocopStars,
  };
}

// The letter that holds a serial's place is ours: in typed text it is one that no font knows.
const typed = (text: string): string => settable(text.replaceAll(slot, '\uFFFD'));

/** The pack whose net quantity a label names: the wanted one, the product's only one, or the only one made of the batch. */
export function packOf(product: Product, batch: Batch, wanted: string | undefined): string | null {
  const ids = product.packs.map((pack) => pack.id);
  if (wanted !== undefined && ids.includes(wanted)) return wanted;
  if (ids.length === 1) return ids[0] ?? null;
  const made = batch.stock.map((stock) => stock.packId).filter((id) => ids.includes(id));
  return made.length === 1 ? (made[0] ?? null) : null;
}

/** The pack to offer somebody who can still choose: the certain one, else the one of which the batch has most. */
export function likelyPack(product: Product, batch: Batch): string | null {
  const certain = packOf(product, batch, undefined);
  const most = batch.stock.toSorted((a, b) => b.onHand - a.onHand)[0]?.packId;
  return certain ?? most ?? product.packs[0]?.id ?? null;
}

function netQuantity(product: Product, packId: string | null): string {
  const pack = product.packs.find(({ id }) => id === packId);
  return pack ? formatQuantity(pack.netQuantity, 'vi') : '';
}

// The law asks for the composition of textiles and handicraft (Decree 37/2026, Art. 42), and every batch has its own: it is
// told with its steps, as a share and a name.
function composition(batch: Batch, from: Profile['labelContents']['composition']): string {
  // In the order it happened: a step entered late does not overrule a newer one.
  const told = publicStory(batch).flatMap(({ measurements }) => measurements);
  const last = (wanted: string | undefined) => told.findLast(({ key }) => key === wanted)?.value;
  const name = last(from?.datum);
  const share = last(from?.share);
  if (name === undefined) return '';
  return share === undefined ? String(name) : `${String(share).replace('.', ',')} % ${name}`;
}

// What tills read as an EAN-13: no case has such a number, and a GTIN-8 has bars of its own (GS1 General Specifications 5.2).
const underBars = (gtin: string | null): string =>
  /^0(?!0{5})\d{13}$/.test(gtin ?? '') ? (gtin ?? '').replace(/^0(\d)(\d{6})(\d{6})$/, '$1 $2 $3') : '';

const words = (text: Localized | null): string => text?.vi ?? '';

// Templates put the full stops, where several of these stand in one paragraph.
const sentence = (text: string): string => text.replace(/\.$/, '');
