import { readGtin } from '../catalog/gtin.ts';
import { readTyped } from '../reading/text.ts';

/** What a GS1 Digital Link address names: goods, and perhaps one lot and one piece of them. */
export interface DigitalLink {
  gtin: string;
  lot: string | null;
  serial: string | null;
}

// GS1 General Specifications, figure 7.11-1: the characters allowed in AI 10 and AI 21, at most twenty of them.
const LOT_OR_SERIAL = /^[A-Za-z0-9!"%&'()*+,\-./_:;<=>?]{1,20}$/;
// AI 235, a serial that a third party gave (the EU's tobacco rules): at most 28 of them.
const THIRD_PARTY_SERIAL = /^[A-Za-z0-9!"%&'()*+,\-./_:;<=>?]{1,28}$/;

/**
 * The address a printed label carries, e.g. `https://cho.example/T/0123456-…`: scheme in small letters (some phones refuse
 * `HTTPS://`), all else in capitals so that a QR code may use its compact alphanumeric mode.
 * @param publicUrl a bare origin, as in the settings
 * @param serial the eight characters of one unit; without it the address is the batch's
 */
export function labelUrl(publicUrl: string, code: string, serial?: string | null): string {
  const { protocol, host } = new URL(publicUrl);
  const path = ['T', code, ...(serial ? [serial] : [])].join('/');
  return `${protocol}//${`${host}/${path}`.toUpperCase()}`;
}

/**
 * The address of goods with an issued number, on any host: `/01/{gtin}/10/{lot}[/21/{serial}]`. All that RFC 3986 reserves is
 * encoded, also `!'()*`, which `encodeURIComponent` leaves bare (GS1 Digital Link URI Syntax 1.4, section 4.3).
 */
export const goodsPath = (gtin: string, lot: string, serial: string): string =>
  `/01/${gtin}/10/${encodeValue(lot)}${serial ? `/21/${encodeValue(serial)}` : ''}`;

const encodeValue = (value: string): string =>
  encodeURIComponent(value).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** What the query of a product's page says when the lot on a label is in no book. */
export const lotUnknown = { name: 'lo', value: 'khong-ro' } as const;

/** The page a scan opens, on this site: `/t/{code}` or `/t/{code}/{serial}`. */
export function provenancePath(code: string, serial?: string | null): string {
  return serial ? `/t/${code}/${serial}` : `/t/${code}`;
}

/**
 * Reads the path of a GS1 Digital Link: `/01/{gtin}[/22/…][/10/{lot}][/21/{serial}]` or `/01/{gtin}/235/{serial}` (GS1 Digital
 * Link URI Syntax 1.4, section 4). Null when the syntax or the check digit is wrong. The GTIN comes back with 14 digits.
 */
export function readDigitalLink(path: string): DigitalLink | null {
  const parts = path.replace(/^\//, '').split('/');
  if (parts.length < 2 || parts.length % 2 !== 0 || parts[0] !== '01') return null;
  const gtin = readGtin(parts[1] ?? '');
  const qualifiers = readQualifiers(parts.slice(2));
  return gtin && qualifiers
    ? { gtin, lot: qualifiers.get('10') ?? null, serial: qualifiers.get('21') ?? qualifiers.get('235') ?? null }
    : null;
}

/** Key qualifiers of a GTIN come in one order: variant (22), lot (10), serial (21) or a third party's (235); each at most once. */
function readQualifiers(parts: string[]): Map<string, string> | null {
  const order = ['22', '10', '21', '235'];
  const found = new Map<string, string>();
  let last = -1;
  for (let index = 0; index < parts.length; index += 2) {
    const place = order.indexOf(parts[index] ?? '');
    const value = decoded(parts[index + 1] ?? '');
    const allowed = order[place] === '235' ? THIRD_PARTY_SERIAL : LOT_OR_SERIAL;
    if (place <= last || value === null || !allowed.test(value)) return null;
    found.set(order[place] ?? '', value);
    last = place;
  }
  return found;
}

function decoded(text: string): string | null {
  try {
    return readTyped(decodeURIComponent(text));
  } catch {
    return null;
  }
}
