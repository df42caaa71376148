import type { Product } from '../catalog/products.ts';
import type { Profile } from '../catalog/profiles.ts';
import type { ChannelFacts } from '../channels.ts';
import { formatAddress, formatMoney, formatQuantity } from '../format.ts';
import type { Seller } from '../identity/sellers.ts';

/** What a channel's page of one product is made from: what we hold already. */
export interface KitSources {
  product: Product;
  seller: Seller;
  profile: Profile;
  /** The story everybody may read; '' without one. */
  story: string;
  /** Of a certificate that holds today. */
  ocopStars: number | null;
  /** A short address of the product's page; null where a shop lets no address in. */
  url: string | null;
}

/** One field of a channel's form, ready to be copied. */
export interface KitField {
  /** `outreach.kit.fields.<key>` of the catalogues. */
  key: string;
  text: string;
  /** At most so many characters there; null where it is not said. */
  most: number | null;
}

/** The words that stand between facts, from the catalogues. */
export type KitWords = (key: string, facts?: Record<string, string>) => string;

/**
 * Every field of a channel's form, in Vietnamese, in that channel's lengths. Facts are kept whole before the story: who sells
 * by description answers for what it says. Text is NFC; what is cut ends at a word.
 */
export function kitFields(sources: KitSources, { texts, isShop }: ChannelFacts, words: KitWords): KitField[] {
  const { product, profile } = sources;
  const { ingredients, storage, use, warnings } = profile.labelContents;
  const fields: KitField[] = [
    { key: 'title', text: titleOf(sources, texts.title), most: texts.title },
    { key: 'description', text: descriptionOf(sources, texts.description, words), most: texts.description },
    ...product.packs.map(({ name, priceVnd }) => ({
      key: 'price',
      text: isShop ? String(priceVnd) : `${name}: ${formatMoney(priceVnd)}`,
      most: null,
    })),
    { key: 'net', text: netOf(product), most: null },
    { key: 'ingredients', text: ingredients?.vi ?? '', most: null },
    { key: 'use', text: use?.vi ?? '', most: null },
    { key: 'storage', text: storage?.vi ?? '', most: null },
    { key: 'warnings', text: warnings?.vi ?? '', most: null },
    { key: 'url', text: sources.url ?? '', most: null },
  ];
  return fields.filter(({ text }) => text !== '');
}

/** At most so many characters (UTF-16, which no shop counts lower), NFC; cut after a whole word, with a sign that it was. */
export function cutText(text: string, most: number): string {
  const whole = text.normalize('NFC').trim();
  if (whole.length <= most) return whole;
  const head = whole.slice(0, Math.max(0, most - 1));
  const atWord = head.replace(/\s+\S*$/u, '');
  // One long word is cut where it must be, never through half a sign.
  const kept = atWord.length > 0 && atWord.length < head.length ? atWord : head.replace(/[\uD800-\uDBFF]$/, '');
  return most < 1 ? '' : `${kept.trimEnd()}…`;
}

function titleOf({ product, seller }: KitSources, most: number): string {
  const [only] = product.packs;
  const net = only && product.packs.length === 1 ? formatQuantity(only.netQuantity, 'vi') : '';
  const parts = [product.name, net].filter(Boolean).join(' ');
  const whole = `${parts} – ${seller.village}, ${seller.address.commune}`.normalize('NFC');
  return whole.length <= most ? whole : cutText(parts, most);
}

function descriptionOf(sources: KitSources, most: number, words: KitWords): string {
  const facts = factsOf(sources, words).join('\n').normalize('NFC');
  const room = most - facts.length - 2;
  const story = room >= 40 ? cutText(sources.story, room) : '';
  return cutText([story, facts].filter(Boolean).join('\n\n'), most);
}

function factsOf({ product, seller, profile, ocopStars, url }: KitSources, words: KitWords): string[] {
  const { ingredients, use, storage, warnings } = profile.labelContents;
  const place = formatAddress({ ...seller.address, line: seller.village });
  const line = (key: string, text: string | undefined) => (text ? [words(`lines.${key}`, { text })] : []);
  return [
    ...line('maker', `${seller.name}, ${place}`),
    ...line('net', netOf(product)),
    ...line('ingredients', ingredients?.vi),
    ...line('use', use?.vi),
    ...line('storage', storage?.vi),
    ...line('warnings', warnings?.vi),
    ...(ocopStars === null ? [] : line('ocop', String(ocopStars))),
    words('lines.scan'),
    ...line('url', url ?? undefined),
  ];
}

const netOf = ({ packs }: Product): string =>
  packs.map(({ name, netQuantity }) => `${name}: ${formatQuantity(netQuantity, 'vi')}`).join('; ');
