import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import proxyAddress from 'proxy-addr';
import { readCode } from '../codes.ts';
import { firstLanguage, isLanguage, type Language, languages } from '../language.ts';
import { isLook } from '../look.ts';
import type { Services } from '../services.ts';
import { saidBefore } from './said-before.ts';
import { browserKey } from './scan.ts';
import type { Look } from './unit.ts';

/** A look at a provenance page. */
export interface Scan {
  code: string;
  /** As it was scanned; null for the batch's page. */
  serial: string | null;
  language: Language;
  wants: 'html' | 'json';
  /** By nobody in particular, for the page that everybody gets: a page in memory answers it. The app answers any other. */
  isPlain: boolean;
}

// What else stands in the query says where somebody came from (`fbclid`, `zarsrc`, `utm_…`), and changes nothing.
const address = /^\/t\/([0-9a-z]{8})(?:\/([0-9a-z]{8}))?(?:\?([^#]*))?$/i;
const signedIn = /(?:^|;\s*)(?:__Host-)?session=/;

type Asking = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** Reads a request as a scan; null for anything else, and for what is not understood here, so that it is never answered wrongly. */
export function readScan({ method, url, headers }: Asking): Scan | null {
  const found = address.exec(url ?? '');
  return found && /^(GET|HEAD)$/.test(method ?? '') ? scanOf(found, headers) : null;
}

function scanOf([, typed = '', serial, query = '']: readonly string[], headers: Asking['headers']): Scan | null {
  const [wants, code] = [wanted(headers.accept ?? '*/*'), readCode(typed)];
  if (wants === null || code === null) return null;
  return {
    code,
    serial: serial ?? null,
    language: languageAsked(query) ?? languageOf(headers.cookie, headers['accept-language']),
    wants,
    isPlain: wants === 'html' && isNobody(headers),
  };
}

const isNobody = ({ authorization, cookie }: Asking['headers']): boolean =>
  authorization === undefined && !signedIn.test(cookie ?? '');

function languageAsked(query: string): Language | null {
  const [asked, ...more] = new URLSearchParams(query).getAll('lang');
  return isLanguage(asked) && more.length === 0 ? asked : null;
}

const wanted = saidBefore((accept): Scan['wants'] | null => {
  const type = new Negotiator({ headers: { accept } }).mediaType(['text/html', 'application/json']);
  if (type === undefined) return null;
  return type === 'application/json' ? 'json' : 'html';
});

/** The one chosen before, else the browser's. */
function languageOf(cookie: string | undefined, preferred: string | undefined): Language {
  const chosen = /(?:^|;\s*)lang=([a-z-]+)(?:;|$)/.exec(cookie ?? '')?.[1];
  return isLanguage(chosen) ? chosen : bestOf(preferred ?? '*');
}

/** Vietnamese when the browser names neither. */
const bestOf = saidBefore((preferred): Language => {
  const best = new Negotiator({ headers: { 'accept-language': preferred } }).language([...languages]);
  return isLanguage(best) ? best : firstLanguage;
});

/**
 * The caller's address, as Express reads it with `trust proxy` set to a number of hops.
 * @param hops how many proxies in front of us are believed
 */
export function addressOf(request: IncomingMessage, hops: number): string {
  // Its types forget that a caller who has hung up has none.
  const address: string | undefined = proxyAddress(request, (_address, hop) => hop < hops);
  return address ?? '';
}

/** Who looks, for counting the scans of a unit. */
export function lookOf({ config, now }: Services, request: IncomingMessage): Look {
  const [at, address] = [now(), addressOf(request, config.trustProxy)];
  const asking = { method: request.method ?? '', headers: request.headers };
  const browser = isLook(asking) ? browserKey(asking, address, at, config.sessionSecret) : null;
  return { browser, address, at };
}
