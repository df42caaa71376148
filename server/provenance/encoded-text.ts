import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import Negotiator from 'negotiator';
import { saidBefore } from './said-before.ts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** A page ready to be sent, compressed once for all who ask. */
export interface EncodedText {
  etag: string;
  bytes: (encoding: Encoding) => Buffer;
}

// Quality 5 costs a millisecond a page and leaves little to gain; 11 costs sixty.
export const encodeHtml = (html: string): EncodedText => encodeText(html, 5);

/** @param quality of Brotli, 0–11 */
export function encodeText(text: string, quality: number): EncodedText {
  const plain = Buffer.from(text);
  const made = new Map<Encoding, Buffer>([['identity', plain]]);
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return {
    etag,
    bytes: (encoding) => {
      const known = made.get(encoding);
      if (known) return known;
      const bytes = encoding === 'br' ? brotli(plain, quality) : gzipSync(plain, { level: 6 });
      made.set(encoding, bytes);
      return bytes;
    },
  };
}

/** A page with places left open, cut and encoded once so that filling them is only joining. */
export type EncodedTemplate = (fills: Readonly<Record<string, string>>) => Buffer;

/** @param slots words that stand in the page where something else shall stand */
export function encodeTemplate(html: string, slots: readonly string[]): EncodedTemplate {
  const pieces = html.split(new RegExp(`(${slots.join('|')})`));
  const plain = pieces.map((piece) => Buffer.from(piece));
  return (fills) => {
    const filled = new Map(slots.map((slot) => [slot, Buffer.from(fills[slot] ?? '')]));
    return Buffer.concat(plain.map((piece, place) => (place % 2 === 1 && filled.get(pieces[place] ?? '')) || piece));
  };
}

/** The best encoding the browser takes; brotli needs https in browsers, which then name it. */
export const encodingFor = (accepted: string | string[] | undefined): Encoding =>
  accepted === undefined ? 'identity' : bestOf(String(accepted));

const bestOf = saidBefore((accepted): Encoding => {
  const taken = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings(['br', 'gzip']);
  return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding)) ?? 'identity';
});

/** Text as it may stand in HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const brotli = (plain: Buffer, quality: number): Buffer =>
  brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
