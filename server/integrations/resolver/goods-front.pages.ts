import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import Negotiator from 'negotiator';
import { findProductsByGtin, type Product } from '../../catalog/products.ts';
import { databaseAnswers } from '../../database/answers.ts';
import { log } from '../../http/log.ts';
import { type DigitalLink, readDigitalLink } from '../../provenance/digital-link.ts';
import { protectedHeaders } from '../../provenance/front-headers.pages.ts';
import { isGuesser } from '../../provenance/front-look.ts';
import { type KnownGoods, ownSerial, pageOf, readGoods } from '../../provenance/look-ups.ts';
import { type Reading, sharedReadings } from '../../provenance/page-cache.ts';
import { saidBefore } from '../../provenance/said-before.ts';
import type { Services } from '../../services.ts';
import { linksetType, linkToLinkset } from './linkset.ts';
import { openHeaders } from './open.ts';

// Together below a second, as for pages in memory: whatever changed shows within it, in every process.
const freshMs = 600;
const bearersFreshMs = 300;
const most = 2000;

const usualPatienceMs = 250;

/** What stands in front of whatever answers behind it. */
export function front(services: Services, behind: RequestListener): RequestListener {
  const isAnswered = goodsFront(services, behind, usualPatienceMs);
  return (request, response) => {
    if (!isAnswered(request, response)) behind(request, response);
  };
}

/**
 * Stands in front of the resolver's routes: who asks for known goods and for no link in particular is sent on from what was read
 * in the last moment. All else goes to the app, which says why.
 * @returns whether the request was one for here
 */
export function goodsFront(services: Services, app: RequestListener, patienceMs: number) {
  const readings = keptGoods(services, patienceMs);
  const headers = protectedHeaders(services, { ...openHeaders, vary: 'Accept, Accept-Language', 'content-length': 0 });

  const send = (asked: Asked, { value }: Reading<KnownGoods>, request: IncomingMessage, response: ServerResponse) => {
    const page = pageOf({ ...value, serial: value.batch && ownSerial(asked.link.serial) });
    response.writeHead(307, {
      ...headers(request, response),
      link: linkToLinkset(services.config.publicUrl, asked.path),
      location: asked.query === '' ? page : `${page}?${asked.query}`,
    });
    response.end();
  };
  const answer = async (asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Who guesses would have every lot looked for twice, here and in the app.
    const reading = isGuesser(services, request) ? null : await readings.get(keyOf(asked.link));
    if (reading === null) app(request, response);
    else send(asked, reading, request, response);
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const asked = readAsked(request);
    if (asked === null) return false;
    const fresh = readings.fresh(keyOf(asked.link));
    if (fresh) send(asked, fresh, request, response);
    else
      answer(asked, request, response).catch((error: unknown) => {
        log.warn({ err: error }, 'a Digital Link goes the long way');
        if (response.headersSent) response.destroy();
        else app(request, response);
      });
    return true;
  };
}

interface Asked {
  link: DigitalLink;
  path: string;
  query: string;
}

const address = /^(\/01\/[^?#]+)(?:\?([^#]*))?$/;
// What is said to the resolver itself, and what it has to look at.
const forResolver = /(?:^|[&;])(?:linkType|\d+)(?:[=&;]|$)/;

function readAsked({ method, url, headers }: IncomingMessage): Asked | null {
  const found = address.exec(url ?? '');
  const isPlain = /^(GET|HEAD)$/.test(method ?? '') && !wantsLinkset(headers.accept ?? '*/*');
  return found && isPlain ? readFound(found) : null;
}

function readFound([, path = '', query = '']: readonly string[]): Asked | null {
  const link = forResolver.test(query) ? null : readDigitalLink(path);
  return link && { link, path, query };
}

const wantsLinkset = saidBefore(
  (accept): boolean => new Negotiator({ headers: { accept } }).mediaType(['text/html', linksetType]) === linksetType,
);

const keyOf = ({ gtin, lot }: DigitalLink): string => `${gtin}/${lot ?? ''}`;

/** What is known of goods and lots, for a moment; null for what only the app answers. */
function keptGoods({ now }: Services, patienceMs: number) {
  const common = { now, freshMs, patienceMs, heard: databaseAnswers, most };
  const bearers = sharedReadings<Product[]>({ ...common, freshMs: bearersFreshMs, read: findProductsByGtin });
  const bearersOf = async (gtin: string): Promise<Product[]> =>
    (bearers.fresh(gtin) ?? (await bearers.get(gtin)))?.value ?? [];
  return sharedReadings<KnownGoods>({
    ...common,
    read: async (key) => {
      const [gtin = '', ...lot] = key.split('/');
      const known = await readGoods({ gtin, lot: lot.join('/') || null, serial: null }, bearersOf);
      return known === null || known.lotUnknown || known.severalLots ? null : known;
    },
  });
}
