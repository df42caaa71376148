import { readClip } from '../catalog/clip.ts';
import { type Language, localeOf, pick } from '../language.ts';
import type { Batch } from '../traceability/batches.ts';
import { type Around, tileOf } from './around.ts';
import { type Block, monthsOf } from './block.ts';
import type { PublicVisit } from './visit.ts';
import { mapUrl } from './visit-map.ts';
import { visitPhotoUrl } from './visits.ts';

/**
 * The blocks as the page draws them. One that points to what nobody sees any more (goods taken down, a batch that may not be sold, a
 * photo whose consent was taken back) is left out; seasons stand together in the calendar.
 */
export const blockViews = (visit: PublicVisit, around: Around) =>
  visit.text.blocks.flatMap((block) => {
    const more = block.kind === 'season' ? null : drawn[block.kind](block, visit, around);
    const { heading, words, kind } = block;
    return more === null ? [] : [{ ...blank, isPair: kind === 'pair', heading, words, ...more }];
  });

// A template that is strict asks for every name.
const blank = { photos: [], tile: null, batch: null, seller: null, clip: null, mapUrl: null };

type Drawn = (block: Block, visit: PublicVisit, around: Around) => object | null;

const drawn: Readonly<Record<Exclude<Block['kind'], 'season'>, Drawn>> = {
  text: () => ({}),
  photo: (block, visit) => withPhotos(block, visit),
  pair: (block, visit) => withPhotos(block, visit),
  product: ({ productId }, _visit, { products, sellers }) => {
    const product = products.get(productId ?? '');
    return product ? { tile: tileOf(product, sellers) } : null;
  },
  batch: ({ batchCode }, _visit, { batches, products, today }) => {
    const batch = batches.get(batchCode ?? '');
    const product = batch && products.get(batch.productId);
    return batch && product && isGood(batch, today)
      ? { batch: { url: `/t/${batch.code}`, lot: batch.lot, producedOn: batch.producedOn, name: product.name } }
      : null;
  },
  seller: ({ sellerId }, _visit, { sellers }) => {
    const seller = sellers.find(({ id }) => id === sellerId);
    return seller ? { seller: { name: seller.name, village: seller.village, url: `/ho/${seller.slug}` } } : null;
  },
  clip: (block, visit) => {
    const clip = readClip(block.clipUrl ?? '');
    return clip && withPhotos({ ...block, photoIds: block.photoIds.slice(0, 1) }, visit, { clip });
  },
  place: ({ position }) => position && { mapUrl: mapUrl(position) },
};

function withPhotos({ photoIds }: Block, { photos }: PublicVisit, more: object = {}) {
  const seen = photoIds.flatMap((wanted) => photos.filter(({ id }) => id === wanted));
  if (seen.length === 0) return null;
  return {
    ...more,
    photos: seen.map(({ id, width, height, caption }) => ({
      small: visitPhotoUrl(id, 640),
      large: visitPhotoUrl(id, 1280),
      height: Math.round((640 / width) * height),
      caption,
    })),
  };
}

/** Nobody is led to goods that may not be sold. */
const isGood = ({ state, gate, ban, isOver, expiresOn }: Batch, today: string): boolean =>
  state === 'open' && gate === 'open' && ban === null && !isOver && (expiresOn === null || expiresOn >= today);

const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** What is done or ripe when, by month. */
export const seasonsOf = (blocks: readonly Block[], language: Language) =>
  blocks.flatMap(({ kind, heading, from, to }) =>
    kind === 'season' && heading && from !== null && to !== null
      ? [
          {
            what: heading,
            months:
              from === to ? monthName(from, language) : `${monthName(from, language)} – ${monthName(to, language)}`,
            bar: twelve.map((month) => ({ x: month - 1, isOn: monthsOf(from, to).includes(month) })),
          },
        ]
      : [],
  );

/** A month's name as people write it, the middle of it, so that no zone makes another of it. */
export const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { month: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2026, month - 1, 15)),
  );

/** A block in a line, for who puts the page together. */
export const nameOfBlock = ({ heading, words, batchCode, clipUrl }: Block, language: Language): string =>
  [heading, words].map((text) => (text ? pick(text, language) : '')).find(Boolean) ?? batchCode ?? clipUrl ?? '';
