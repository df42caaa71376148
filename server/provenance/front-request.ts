import type { IncomingMessage } from 'node:http';
import { readCode } from '../codes.ts';
import { isLanguage, type Language } from '../language.ts';

/** A look at a provenance page. */
export interface Scan {
  code: string;
  /** As it was scanned; null for the batch's page. */
  serial: string | null;
  language: Language;
  wants: 'html' | 'json';
  /** By nobody in particular, for the page that everybody gets: a kept page answers it. The app answers any other. */
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
  const [wants, code] = [wanted(headers.accept), readCode(typed)];
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

function wanted(accept: string | undefined): Scan['wants'] | null {
  if (accept === undefined) return 'html';
  // Who names both, or neither, is left to the app's full reading of the header.
  if (accept.includes('json')) return accept.includes('html') ? null : 'json';
  return /text\/html|\*\/\*/.test(accept) ? 'html' : null;
}

function languageOf(cookie: string | undefined, preferred: string | undefined): Language {
  const chosen = /(?:^|;\s*)lang=(vi|en)(?:;|$)/.exec(cookie ?? '')?.[1];
  if (isLanguage(chosen)) return chosen;
  return preferred === undefined ? 'vi' : bestOf(preferred);
}

/** The language with the greater weight in an Accept-Language header (RFC 9110, 12.5.4); Vietnamese when neither is named. */
function bestOf(header: string): Language {
  const ranges = header.split(',').map((part, place) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
    return { primary: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) || 0, place };
  });
  const named = ranges.filter(({ primary, weight }) => weight > 0 && (isLanguage(primary) || primary === '*'));
  const [best] = named.sort((a, b) => b.weight - a.weight || a.place - b.place);
  return best?.primary === 'en' ? 'en' : 'vi';
}

/**
 * The caller's address, as Express reads it with `trust proxy` set to a number of hops.
 * @param hops how many proxies in front of us are believed
 */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>, hops: number): string {
  const socket = request.socket.remoteAddress ?? '';
  if (hops === 0) return socket;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .reverse();
  const chain = [socket, ...forwarded];
  return chain[Math.min(hops, chain.length - 1)] ?? socket;
}
