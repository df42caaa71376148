import { findIdentifier, identifierAt } from './application-identifiers.ts';
import { fold, readCode } from './codes.ts';

/** What somebody typed, pasted or scanned from a label stands for. */
export type Scanned =
  | { is: 'batch'; code: string; serial: string | null }
  /** As GS1 writes it; the serial of other makers is any text. */
  | { is: 'goods'; gtin: string; lot: string | null; serial: string | null }
  /** Neither a code nor a number: perhaps a lot. Null when nothing is left of it. */
  | { is: 'words'; text: string };

const separator = '\u001D';

/**
 * The one reader of what our labels show, wherever it is typed or pasted: a code, a code and serial with blanks between, the
 * market's own address in any letters, a GS1 Digital Link, an element string with brackets or FNC1, a GTIN with blanks as under
 * its bars. Invisible letters, full-width ones and blanks do not matter. What follows no pattern comes back as words.
 */
export function readScanned(typed: string): Scanned {
  const text = visible(typed);
  return (
    ofAddress(text) ??
    ofAddress(decoded(text)) ??
    ofElements(text) ??
    ofCode(text) ??
    ofGtin(text) ?? { is: 'words', text: plainWords(text) }
  );
}

/** The batch's code in what was typed; null when it names none. */
export function codeIn(typed: string): string | null {
  const scanned = readScanned(typed);
  return scanned.is === 'batch' ? scanned.code : null;
}

/** The serial behind a batch's code; null when none stands there. */
export function serialIn(typed: string): string | null {
  const scanned = readScanned(typed);
  return scanned.is === 'words' ? null : scanned.serial;
}

// Cf are marks for joining and direction, byte-order marks, soft hyphens: pasted along by chat programs, seen by nobody.
const visible = (typed: string): string =>
  typed
    .slice(0, 1000)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Cc}/gu, (control) => (control === separator ? control : ' '))
    .trim();

const plainWords = (text: string): string =>
  text.replaceAll(separator, ' ').replaceAll(/\s+/g, ' ').trim().slice(0, 60);

/**
 * `…/t/CODE/SERIAL` and `…/01/GTIN/10/LOT`, with or without a host, also as a QR code carries it: in capitals. Chat programs put
 * an address into their own (`https://l.example/?u=https%3A%2F%2F…`), so it is looked for once more inside.
 */
function ofAddress(text: string): Scanned | null {
  const own = /(?:^|\/)t\/([^/?#\s]+)(?:\/([^/?#\s]+))?/i.exec(text);
  if (own) return ofCode([own[1], own[2]].map((part) => decoded(part ?? '')).join(' '));
  const gs1 = /(?:^|\/)01\/(\d{8,14})((?:\/[^?#\s]*)?)/.exec(text);
  if (!gs1) return null;
  const parts = (gs1[2] ?? '').split('/').map(decoded);
  return ofNumbers(gs1[1] ?? '', (ai) => after(parts, ai));
}

const after = (parts: readonly string[], ai: string): string | null => {
  const place = parts.findIndex((part, index) => index % 2 === 1 && part === ai);
  return place < 0 ? null : parts[place + 1] || null;
};

/** `(01)…(10)…(21)…`, or the same as a scanner gives it: after `]C1`, `]d2` or `]Q3`, with FNC1 behind what varies in length. */
function ofElements(text: string): Scanned | null {
  const bracketed = [...text.replaceAll(separator, ' ').matchAll(/\((\d{2,4})\)([^(]*)/g)].map(
    ([, ai = '', value = '']) => [ai, value.trim()] as const,
  );
  const elements = new Map(bracketed.length > 0 ? bracketed : unbracketed(text));
  const gtin = elements.get('01');
  return gtin === undefined ? null : ofNumbers(gtin.replaceAll(/\s/g, ''), (ai) => elements.get(ai) ?? null);
}

const behindSeparator = (text: string): string => (text.startsWith(separator) ? text.slice(1) : text);

function unbracketed(text: string): [string, string][] {
  const found: [string, string][] = [];
  let rest = behindSeparator(text.replace(/^\](?:C1|d2|Q3|e0)/i, ''));
  if (!/^01\d{14}/.test(rest)) return [];
  while (rest !== '') {
    const ai = identifierAt(rest);
    if (ai === null) return found;
    // All but a few run to the next FNC1 or the end.
    const length = findIdentifier(ai)?.fixedLength ?? null;
    const end = length === null ? rest.indexOf(separator, ai.length) : ai.length + length;
    found.push([ai, rest.slice(ai.length, end < 0 ? undefined : end)]);
    rest = end < 0 ? '' : behindSeparator(rest.slice(end));
  }
  return found;
}

function ofNumbers(digits: string, valueOf: (ai: string) => string | null): Scanned | null {
  return /^\d{8}$|^\d{12,14}$/.test(digits)
    ? { is: 'goods', gtin: digits.padStart(14, '0'), lot: valueOf('10'), serial: valueOf('21') ?? valueOf('235') }
    : null;
}

/** A code, alone or with a serial behind it, whatever stands between their letters; else the first one among words. */
function ofCode(text: string): Scanned | null {
  const together = text.replaceAll(/[^0-9A-Za-z]/g, '');
  const code = /^(?:.{8}|.{16})$/.test(together) ? readCode(together.slice(0, 8)) : null;
  if (code !== null) return { is: 'batch', code, serial: together.length === 16 ? fold(together.slice(8)) : null };
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const found = codeAmong(words);
  return found && { is: 'batch', code: found.code, serial: serialAmong(words.slice(found.end)) };
}

/** A code that stands whole is meant before one that has to be put together from neighbours: `Mã: ABCD EFGH`. */
function codeAmong(words: readonly string[]): { code: string; end: number } | null {
  for (const group of [...groupsOf(words, 1), ...groupsOf(words, 8)]) {
    const code = readCode(group.text);
    if (code !== null) return { code, end: group.end };
  }
  return null;
}

function serialAmong(words: readonly string[]): string | null {
  const groups = [...groupsOf(words, 1), ...groupsOf(words, 2)];
  const serial = groups.find(({ text }) => /^(?=.*\d)[0-9A-Za-z]{8}$/.test(text));
  return serial ? fold(serial.text) : null;
}

/**
 * Up to `most` neighbours that are eight letters together, each one plain. Small letters without a digit are words of a sentence
 * now and then, so several of them are only taken as our labels show them: in two halves.
 */
function groupsOf(words: readonly string[], most: number): { text: string; end: number }[] {
  return words.flatMap((_, start) => {
    const group = words.slice(start, start + most);
    const count = group.findIndex((_word, index) => group.slice(0, index + 1).join('').length >= 8) + 1;
    const taken = group.slice(0, count);
    return isCodeLike(taken) ? [{ text: taken.join(''), end: start + count }] : [];
  });
}

function isCodeLike(parts: readonly string[]): boolean {
  const text = parts.join('');
  const inHalves = parts.length <= 2 && parts.every(({ length }) => length >= 4);
  return /^[0-9A-Za-z]{8}$/.test(text) && (inHalves || /\d|^[A-Z]+$/.test(text));
}

/** Digits as they stand under the bars: `8 935006 000132`; among words only the lengths of a sold unit and of a case. */
function ofGtin(text: string): Scanned | null {
  const digits = text.replaceAll(/[\s.-]/g, '');
  if (/^\d{8,14}$/.test(digits)) return ofNumbers(digits, () => null);
  const among = /(?<![\d.-])\d(?:[\s.-]?\d){12,13}(?![\d.-])/.exec(text)?.[0];
  return among === undefined ? null : ofNumbers(among.replaceAll(/\D/g, ''), () => null);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
