import type { IncomingMessage } from 'node:http';
import { readCode } from '../codes.ts';
import { isLanguage, type Language } from '../language.ts';

/** A scan that can be answered with a kept page. */
export interface PlainScan {
  code: string;
  /** As it was scanned; null for the batch's page. */
  serial: string | null;
  language: Language;
}

const address = /^\/t\/([0-9a-z]{8})(?:\/([0-9a-z]{8}))?(?:\?lang=(vi|en))?$/i;
const signedIn = /(?:^|;\s*)(?:__Host-)?session=/;

/**
 * Reads a request as a plain scan: a look at a provenance page by somebody who is not signed in, as HTML. Anything else is
 * null and goes the long way, so what is not understood here is never answered wrongly.
 */
export function readPlainScan(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): PlainScan | null {
  const found = address.exec(request.url ?? '');
  if (!found || !isPlain(request)) return null;
  const [, typed = '', serial = null, asked] = found;
  const { cookie, 'accept-language': preferred } = request.headers;
  const code = readCode(typed);
  const language = isLanguage(asked) ? asked : languageOf(cookie, preferred);
  return code === null ? null : { code, serial, language };
}

const isPlain = ({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers.authorization === undefined &&
  !signedIn.test(headers.cookie ?? '') &&
  wantsHtml(headers.accept);

// Who names JSON, or neither HTML nor anything, is left to the app's full reading of the header.
const wantsHtml = (accept: string | undefined): boolean =>
  accept === undefined || (!accept.includes('json') && /text\/html|\*\/\*/.test(accept));

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
