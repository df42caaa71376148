import { type Request, type RequestHandler, type Response, Router } from 'express';
import { malformed, missing } from '../../errors.ts';
import { localsOf } from '../../http/locals.ts';
import { sentence } from '../../http/messages.ts';
import { firstLanguage } from '../../language.ts';
import { type DigitalLink, lotUnknown, readDigitalLink } from '../../provenance/digital-link.ts';
import { countMiss } from '../../provenance/guesses.ts';
import { type KnownGoods, readGoods } from '../../provenance/look-ups.ts';
import type { Services } from '../../services.ts';
import { readEpc } from './epc.ts';
import { type LinkType, readLinkType, vocabulary } from './link-types.ts';
import { type Level, type Link, levelsOf, linksetType, linkToLinkset, presentLinkset } from './linkset.ts';
import { openHeaders, queryOf } from './open.ts';

export { front } from './goods-front.pages.ts';

// Turns the JSON of a linkset into JSON-LD for who wants that.
const linksetContext =
  '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"';
const methods = 'GET, HEAD, OPTIONS';

/**
 * The GS1-Conformant Resolver 1.2 of this site: from goods with an issued number to the page of their unit, lot or product, or to
 * the list of all links there are. Everybody's programs may read it.
 */
export function pages(services: Services): Router {
  const router = Router();
  router.use(['/01', compressed, '/.well-known/gs1resolver'], openToAll);
  router.get('/.well-known/gs1resolver', describe(services));
  router.get('/01/*rest', resolve(services, linkOf));
  router.get(compressed, resolve(services, writtenOut));
  return router;
}

const openToAll: RequestHandler = (request, response, next) => {
  response.set(openHeaders);
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.setHeader('Allow', methods);
  response.setHeader('Access-Control-Allow-Methods', methods);
  response.setHeader('Access-Control-Allow-Headers', 'Accept, Accept-Language');
  response.status(request.method === 'OPTIONS' ? 204 : 405).end();
};

/** What this resolver can do, where the standard looks for it. */
const describe =
  ({ config }: Services): RequestHandler =>
  (_request, response) => {
    response.json({
      name: sentence(firstLanguage, 'common.market'),
      resolverRoot: config.publicUrl,
      supportedPrimaryKeys: ['01'],
      supportedLinkType: [{ namespace: vocabulary, prefix: 'gs1:' }],
      linkTypeDefaultCanBeLinkset: false,
      contact: { fn: sentence(firstLanguage, 'common.responsible') },
    });
  };

// An EPC binary string in hexadecimal in the place of the path.
const compressed = /^\/eh([^/]+)\/?$/i;

function linkOf({ path, originalUrl }: Request): DigitalLink {
  const link = readDigitalLink(path, queryOf(originalUrl));
  if (link === null) throw malformed('digital-link-malformed');
  return link;
}

/** @throws missing('gtin-unknown') for what names no goods, malformed('digital-link-malformed') */
function writtenOut({ path, originalUrl }: Request): DigitalLink {
  const epc = readEpc(compressed.exec(path)?.[1] ?? '');
  if (epc?.is === 'other') throw missing('gtin-unknown');
  const link = epc && readDigitalLink(`/01/${epc.gtin}/21/${encodeURIComponent(epc.serial)}`, queryOf(originalUrl));
  if (!link) throw malformed('digital-link-malformed');
  return link;
}

const resolve =
  ({ config, now }: Services, read: (request: Request) => DigitalLink): RequestHandler =>
  async (request, response) => {
    response.vary('Accept, Accept-Language');
    const link = read(request);
    const asked = linkTypeAsked(request);
    const known = await readGoods(link);
    if (known === null) throw missing('gtin-unknown');
    // An unknown lot counts as a guess, however it is asked for.
    if (known.lotUnknown) await countMiss(request.ip ?? '', config.sessionSecret, now());
    // Which goods are meant, the buyer says.
    if (known.severalLots) return response.redirect(307, `/t?code=${encodeURIComponent(link.lot ?? '')}`);
    const { language } = localsOf(response);
    const levels = levelsOf(link.gtin, known, { origin: config.publicUrl, language, say: sentence });
    if (asked === 'linkset') return showLinkset(response, levels);
    const target = find(levels, asked, request);
    if (target === null) throw missing('link-type-unknown');
    response.setHeader('Link', linkToLinkset(config.publicUrl, pathOf(link, request)));
    response.redirect(307, withQuery(target, request, known));
  };

// What came compressed is named by the address written out.
const pathOf = ({ gtin }: DigitalLink, { path }: Request): string => (path.startsWith('/01/') ? path : `/01/${gtin}`);

/** @throws missing('link-type-unknown') for a type of link that is nowhere here */
function linkTypeAsked(request: Request): LinkType | 'linkset' {
  const { linkType } = request.query;
  if (linkType === undefined)
    return request.accepts(['text/html', linksetType]) === linksetType ? 'linkset' : 'defaultLink';
  const read = typeof linkType === 'string' ? readLinkType(linkType) : null;
  if (read === null) throw missing('link-type-unknown');
  return read;
}

function showLinkset(response: Response, levels: readonly Level[]): void {
  response.setHeader('Link', linksetContext);
  response.type(linksetType).send(JSON.stringify(presentLinkset(levels)));
}

/** The link that fits the reader's formats and languages best, of the most special thing that has one of this type. */
function find(levels: readonly Level[], type: LinkType, request: Request): Link | null {
  const links = levels.map((level) => level.links.get(type)).find((found) => found !== undefined);
  if (!links) return null;
  const formats = links.flatMap((link) => link.type ?? []);
  const format = formats.length > 0 && request.accepts(formats);
  const ofFormat = format ? links.filter((link) => link.type === format) : links;
  const languages = ofFormat.flatMap((link) => link.hreflang ?? []);
  const language = languages.length > 0 && request.acceptsLanguages(languages);
  return ofFormat.find((link) => language && link.hreflang?.some((one) => one === language)) ?? ofFormat[0] ?? null;
}

/** The query is passed on, whole and as it was sent (section 2.12). */
function withQuery({ href }: Link, request: Request, { lotUnknown: isUnknown }: KnownGoods): string {
  const { pathname: page, search } = new URL(href);
  const passed = queryOf(request.originalUrl);
  const saysLanguage = passed.split('&').some((part) => part.startsWith('lang='));
  const unknown = isUnknown ? `${lotUnknown.name}=${lotUnknown.value}` : '';
  const query = [passed, saysLanguage ? '' : search.slice(1), unknown].filter(Boolean).join('&');
  return query ? `${page}?${query}` : page;
}
