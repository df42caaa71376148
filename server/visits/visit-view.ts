import { listProducts, type Product } from '../catalog/products.ts';
import { contactOf } from '../identity/phone.ts';
import { listSellers, type Seller } from '../identity/sellers.ts';
import { isSuspended } from '../identity/selling.ts';
import { type Language, pick } from '../language.ts';
import { aroundOf, tileOf } from './around.ts';
import { blockViews, seasonsOf } from './block-view.ts';
import { hostOf } from './booking.ts';
import { aboutKey, type PublicVisit } from './visit.ts';
import { type MapPlace, mapOf, mapUrl } from './visit-map.ts';
import { linkOf, listVisits, urlOf } from './visits.ts';

const mostGoods = 12;
const mostSellers = 30;
const mostOthers = 12;

/** A page as it is drawn: its own words, and the goods, sellers and other pages that belong to it. */
export async function visitView(visit: PublicVisit, language: Language, at: Date) {
  const { text } = visit;
  const [all, others] = await Promise.all([listSellers(), listVisits()]);
  const sellers = all.filter((one) => !one.isErased && !isSuspended(one, at));
  const local = sellers.filter(({ village }) => isOf(village, text.village));
  const around = await aroundOf(visit, sellers, at);
  const goods = visit.kind === 'village' ? await goodsOf(local, at) : [];
  const neighbours = others.filter(({ id, text: { village } }) => id !== visit.id && isOf(village, text.village));
  return {
    kind: visit.kind,
    isVillage: visit.kind === 'village',
    title: pick(text.title, language),
    lead: text.lead,
    village: text.village,
    villageUrl: villageUrlOf(visit, neighbours),
    when: text.when,
    days: text.firstDay && { first: text.firstDay, last: text.lastDay === text.firstDay ? null : text.lastDay },
    price: text.price,
    booking: text.bookingUrl && { url: text.bookingUrl, host: hostOf(text.bookingUrl) },
    contacts: visit.contacts.map(({ phone, ...one }) => ({ ...one, contact: contactOf(phone) })),
    people: visit.people,
    blocks: blockViews(visit, around),
    seasons: seasonsOf(text.blocks, language),
    map: mapOf(placesOf(visit, others, language)),
    mapUrl: text.position && mapUrl(text.position),
    sellers:
      visit.kind === 'village'
        ? local.slice(0, mostSellers).map(({ name, slug }) => ({ name, url: `/ho/${slug}` }))
        : [],
    goods: goods.map((product) => tileOf(product, sellers)),
    marketUrl: goods.length > 0 && local[0] ? `/?${new URLSearchParams({ ban: local[0].village }).toString()}` : null,
    others: neighbours.slice(0, mostOthers).map(linkOf),
  };
}

/** An address that stands for all of a page's village: that of a seller there, else of any. */
export async function addressOf({ text }: PublicVisit): Promise<Seller['address'] | null> {
  const sellers = await listSellers();
  const local = sellers.find(({ village, isErased }) => !isErased && isOf(village, text.village));
  return (local ?? sellers.find(({ kind }) => kind === 'cooperative'))?.address ?? null;
}

const isOf = (village: string | null, wanted: string | null): boolean =>
  village !== null && wanted !== null && aboutKey.village(village) === aboutKey.village(wanted);

const villageUrlOf = ({ kind }: PublicVisit, neighbours: readonly PublicVisit[]): string | null => {
  const own = kind === 'village' ? undefined : neighbours.find((one) => one.kind === 'village');
  return own ? urlOf(own) : null;
};

const goodsOf = (sellers: readonly Seller[], at: Date): Promise<Product[]> =>
  sellers.length === 0
    ? Promise.resolve([])
    : listProducts({ sellerIds: sellers.map(({ id }) => id), limit: mostGoods, shownAt: at });

function placesOf(visit: PublicVisit, others: readonly PublicVisit[], language: Language): MapPlace[] {
  const here = visit.text.position;
  const own = visit.text.blocks.flatMap(({ kind, heading, position }) =>
    kind === 'place' && position && heading
      ? [{ name: pick(heading, language), position, url: null, isHere: false }]
      : [],
  );
  const around = others.flatMap((one) => {
    const { position, title } = one.text;
    const isOther = position !== null && one.id !== visit.id;
    return isOther ? [{ name: pick(title, language), position, url: urlOf(one), isHere: false }] : [];
  });
  const places = [...own, ...around].slice(0, mostOthers);
  return here === null
    ? []
    : [{ name: pick(visit.text.title, language), position: here, url: null, isHere: true }, ...places];
}
