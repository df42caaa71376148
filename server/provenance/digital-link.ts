import { findIdentifier } from '../application-identifiers.ts';
import { isGtin14 } from '../catalog/gtin.ts';
import { readTyped } from '../reading/text.ts';

/** What a GS1 Digital Link address names: goods, and perhaps one lot and one piece of them. */
export interface DigitalLink {
  gtin: string;
  lot: string | null;
  serial: string | null;
}

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
 * encoded, also `!'()*`, which `encodeURIComponent` leaves bare (GS1 Digital Link URI Syntax 1.7, section 4.2).
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
 * Reads a GS1 Digital Link by its path and query: `/01/{gtin}[/22/…][/10/{lot}][/21/{serial}]` or `/01/{gtin}/235/{serial}`, and
 * behind the question mark further identifiers beside whatever is none (GS1 Digital Link URI Syntax 1.7, sections 4.7 to 4.11).
 * Null when the syntax, a value’s form or a check digit is wrong; a slash at the end is borne. The GTIN comes back with 14 digits.
 */
export function readDigitalLink(path: string, query = ''): DigitalLink | null {
  const [, digits = '', rest = ''] = /^\/?01\/(\d{8}|\d{12,14})((?:\/.+?)?)\/?$/.exec(path) ?? [];
  const gtin = digits.padStart(14, '0');
  const qualifiers = isGtin14(gtin) && digits !== '' ? readQualifiers(rest.split('/').slice(1)) : null;
  if (qualifiers === null || !areAttributes(query, qualifiers)) return null;
  const value = (...ais: string[]) => ais.map((ai) => qualifiers.get(ai)).find((one) => one !== undefined) ?? null;
  return { gtin, lot: value('10'), serial: value('21', '235') };
}

// Of a GTIN: variant, lot and serial in this order, each at most once; or the serial that a third party gave (the EU's tobacco
// rules), alone (GS1 Syntax Dictionary, `dlpkey=22,10,21|235`).
const sequences = [['22', '10', '21'], ['235']];

function readQualifiers(parts: readonly string[]): Map<string, string> | null {
  if (parts.length % 2 !== 0) return null;
  const found = new Map<string, string>();
  for (let index = 0; index < parts.length; index += 2) {
    const [ai = '', value] = [parts[index], decoded(parts[index + 1] ?? '')];
    if (value === null || !findIdentifier(ai)?.isValue(value)) return null;
    found.set(ai, value);
  }
  const named = [...found.keys()];
  const isInOrder = sequences.some((one) => one.filter((ai) => found.has(ai)).join() === named.join());
  return isInOrder && named.length * 2 === parts.length ? found : null;
}

/** What else stands in the query under digits alone is one of GS1’s identifiers, once, and none whose place is in the path. */
function areAttributes(query: string, qualifiers: ReadonlyMap<string, string>): boolean {
  const pairs = query.split(/[&;]/).map((part) => part.split('='));
  const named = pairs.filter(([name = '']) => /^\d+$/.test(name));
  const inPath = qualifiers.has('235') ? ['01', '235'] : ['01', ...sequences.flat()];
  return (
    new Set(named.map(([name]) => name)).size === named.length &&
    named.every(([name = '', ...values]) => {
      const identifier = inPath.includes(name) ? null : findIdentifier(name);
      const value = decoded(values.join('=').replaceAll('+', ' '));
      return value !== null && identifier?.isAttribute === true && identifier.isValue(value);
    })
  );
}

function decoded(text: string): string | null {
  try {
    return readTyped(decodeURIComponent(text));
  } catch {
    return null;
  }
}
