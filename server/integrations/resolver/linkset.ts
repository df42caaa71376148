import { type Language, languages } from '../../language.ts';
import { goodsPath, provenancePath } from '../../provenance/digital-link.ts';
import type { KnownGoods } from '../../provenance/look-ups.ts';
import { type LinkType, vocabulary } from './link-types.ts';

/** How a linkset is written (RFC 9264). */
export const linksetType = 'application/linkset+json';

/** The Link header that tells programs where all links of a path are. */
export const linkToLinkset = (publicUrl: string, path: string): string =>
  `<${publicUrl}${path}?linkType=linkset>; rel="linkset"; type="${linksetType}"`;

/** One link of a linkset (RFC 9264); the address is whole. */
export interface Link {
  href: string;
  title: string;
  hreflang?: Language[];
  type?: string;
}

/** All links of one thing: a unit, a lot, or the goods. */
export interface Level {
  /** the address by which the thing is named */
  anchor: string;
  itemDescription: string;
  links: ReadonlyMap<LinkType, readonly Link[]>;
}

/** Who the links are told to, and from where. */
export interface Site {
  /** to make addresses whole */
  origin: string;
  /** the reader's, for what is in no language of its own */
  language: Language;
  /** a sentence of the catalogue by its key */
  say: (language: Language, key: string, facts?: Record<string, string>) => string;
}

/** What is linked, from the most special upward, since a lot's links are a unit's too. */
export function levelsOf(gtin: string, known: KnownGoods, site: Site): Level[] {
  const { origin, language, say } = site;
  const { product, batch, serial } = known;
  const goods: Level = {
    anchor: `${origin}/01/${gtin}`,
    itemDescription: product.name,
    links: linksTo(`${origin}/san-pham/${product.slug}`, { types: ['pip'], hasJson: false }, site),
  };
  if (!batch) return [goods];
  const lot = say(language, 'resolver.lot', { name: product.name, lot: batch.lot });
  const ofLot: Level = {
    anchor: origin + goodsPath(gtin, batch.lot, ''),
    itemDescription: lot,
    links: linksTo(
      origin + provenancePath(batch.code),
      { types: ['traceability', 'recallStatus'], hasJson: true },
      site,
    ),
  };
  if (serial === null) return [ofLot, goods];
  const unit: Level = {
    anchor: origin + goodsPath(gtin, batch.lot, serial),
    itemDescription: `${lot} · ${serial}`,
    links: linksTo(
      origin + provenancePath(batch.code, serial),
      { types: ['verificationService'], hasJson: true },
      site,
    ),
  };
  return [unit, ofLot, goods];
}

interface Target {
  types: readonly Exclude<LinkType, 'defaultLink'>[];
  /** The same address answers programs with JSON. */
  hasJson: boolean;
}

// The default link has no optional attributes, and stands again under what it is.
function linksTo(page: string, { types, hasJson }: Target, { language, say }: Site): Level['links'] {
  const [first = 'pip'] = types;
  const titled = (type: LinkType, shown: Language) => say(shown, `resolver.${type}`);
  const typed = types.map((type): [LinkType, Link[]] => [
    type,
    [
      ...languages.filter(isNameable).map((shown) => ({
        href: `${page}?lang=${shown}`,
        title: titled(type, shown),
        hreflang: [shown],
        type: 'text/html',
      })),
      ...(hasJson ? [{ href: page, title: titled(type, language), type: 'application/json' }] : []),
    ],
  ]);
  return new Map([['defaultLink', [{ href: page, title: titled(first, language) }]], ...typed]);
}

// GS1's schema knows languages by two letters; a page in one that has none, such as Hmong, is there all the same.
const isNameable = (language: Language): boolean => language.length === 2;

/** The linkset as it is sent: JSON of RFC 9264, valid by GS1's schema. */
export const presentLinkset = (levels: readonly Level[]) => ({
  linkset: levels.map(({ anchor, itemDescription, links }) => ({
    anchor,
    itemDescription,
    ...Object.fromEntries([...links].map(([type, all]) => [vocabulary + type, all])),
  })),
});
