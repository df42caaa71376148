import type { ChannelFacts } from '../channels.ts';
import { formatDay, formatMoney } from '../format.ts';
import { cutText, type KitWords } from './kit.ts';

/** What there is to tell of goods today. */
export const occasions = ['batch', 'market', 'season', 'story'] as const;
export type Occasion = (typeof occasions)[number];

/** What a post is made from. */
export interface PostFacts {
  occasion: Occasion;
  product: string;
  seller: string;
  village: string;
  packs: readonly { name: string; priceVnd: number }[];
  /** what everybody may read of it; '' without any */
  story: string;
  /** of a batch: the day it was made, `YYYY-MM-DD` */
  madeOn: string | null;
  /** of a market day: where, and on which days as people say them */
  market: { place: string; days: string } | null;
  /** of a season, as its kind's file says it */
  season: string | null;
  /** the marked short address; null where a shop lets none in */
  url: string | null;
}

/**
 * A post in Vietnamese, as long as the channel takes at most, NFC: what happened, prices and address whole, the story cut to
 * the rest.
 */
export function postText(facts: PostFacts, { texts }: Pick<ChannelFacts, 'texts'>, words: KitWords): string {
  const { occasion, packs, url } = facts;
  const head = words(`texts.${occasion}`, sentenceFacts(facts));
  const prices = packs.map(({ name, priceVnd }) => `• ${name}: ${formatMoney(priceVnd)}`).join('\n');
  const tail = [prices, words('scan'), ...(url === null ? [] : [words('url', { url })])].filter(Boolean).join('\n');
  const fixed = `${head}\n\n${tail}`.normalize('NFC');
  const room = texts.post - fixed.length - 2;
  const story = room >= 40 ? cutText(facts.story, room) : '';
  return cutText([head, story, tail].filter(Boolean).join('\n\n'), texts.post);
}

// A host that is longer is typed by nobody; the code beside it leads there.
const mostTyped = 40;

/** The few words on a post's picture, by the names that templates ask for. */
export function pictureTexts(facts: PostFacts, words: KitWords, payload: string): Record<string, string> {
  const { host, pathname } = new URL(payload);
  const [only] = facts.packs;
  const price = only && facts.packs.length === 1 ? `${only.name}: ${formatMoney(only.priceVnd)}` : '';
  return {
    heading: words(`headings.${facts.occasion}`),
    title: facts.product,
    line: lineOf(facts, words) || price,
    seller: `${facts.seller}, ${facts.village}`,
    // For who has no camera at hand: two short lines.
    host: host.length > mostTyped ? '' : host,
    way: host.length > mostTyped ? '' : pathname,
  };
}

function lineOf({ occasion, madeOn, market, season }: PostFacts, words: KitWords): string {
  if (occasion === 'batch' && madeOn) return words('made-on', { day: formatDay(madeOn) });
  if (occasion === 'market' && market) return `${market.place}, ${market.days}`;
  return occasion === 'season' ? (season ?? '') : '';
}

const sentenceFacts = ({ product, seller, village, madeOn, market, season }: PostFacts): Record<string, string> => ({
  product,
  seller,
  village,
  day: madeOn ? formatDay(madeOn) : '',
  place: market?.place ?? '',
  days: market?.days ?? '',
  season: season ?? '',
});
