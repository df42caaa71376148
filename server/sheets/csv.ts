/** Rows that are read, and fields of a row; what is more is for whoever asked to refuse, or means nothing. */
export const mostRows = 20_000;
const mostFields = 1000;
/** From how much of a text its separator is told. */
const headLength = 16_384;

/**
 * The rows of a CSV text, each a list of fields: comma, semicolon or tab, whichever the first ten lines that have one use most, unless another one is said; quoted fields
 * may hold separators, quotes and line breaks (RFC 4180). A quote that begins a field and does not end it is left out. Empty lines are
 * left out, unless their places are wanted. At most 20,000 rows and 1,000 fields a row are read, in one pass over the text.
 */
export function readCsv(text: string, { withEmpty = false, separator = separatorOf(text) } = {}): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  const reader: Reader = { text: plain, separator, hasQuotes: true };
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at <= plain.length && rows.length < mostRows; ) {
    const { value, end } = fieldAt(reader, at);
    if (row.length < mostFields) row.push(value.trim());
    at = end + endLength(plain, end);
    if (plain[end] === separator) continue;
    if (withEmpty || hasWords(row)) rows.push(row);
    row = [];
  }
  return rows;
}

const hasWords = (row: readonly string[]): boolean => row.some((field) => field !== '');

const endLength = (text: string, end: number): number => (text.startsWith('\r\n', end) ? 2 : 1);

interface Reader {
  text: string;
  separator: string;
  /** false once a quote was found that nothing closes: then none that follows closes anything either. */
  hasQuotes: boolean;
}

interface Field {
  value: string;
  /** Where what ends it stands: a separator, a line's end or the text's. */
  end: number;
}

function fieldAt(reader: Reader, at: number): Field {
  const { text } = reader;
  let begin = at;
  while (text[begin] === ' ') begin += 1;
  if (text[begin] !== '"') return bareAt(reader, at);
  const quoted = reader.hasQuotes ? quotedAt(reader, begin) : null;
  return quoted ?? bareAt(reader, begin + 1);
}

/** A quoted field; null when its quote is not closed before a field's end. */
function quotedAt(reader: Reader, begin: number): Field | null {
  const { text } = reader;
  let close = text.indexOf('"', begin + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) {
    reader.hasQuotes = false;
    return null;
  }
  let end = close + 1;
  while (text[end] === ' ') end += 1;
  return isEnd(reader, end) ? { value: text.slice(begin + 1, close).replaceAll('""', '"'), end } : null;
}

function bareAt(reader: Reader, begin: number): Field {
  let end = begin;
  while (!isEnd(reader, end)) end += 1;
  return { value: reader.text.slice(begin, end), end };
}

function isEnd({ text, separator }: Reader, at: number): boolean {
  const letter = text[at];
  return letter === undefined || letter === separator || letter === '\n' || (letter === '\r' && text[at + 1] === '\n');
}

function separatorOf(text: string): string {
  // A motto, a title and who made the list may stand above the headings.
  const lines = text.slice(0, headLength).split(/\r?\n/);
  const head = lines
    .filter((line) => /[,;\t]/.test(line))
    .slice(0, 10)
    .join('\n');
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: head.split(separator).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}
