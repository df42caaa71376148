import { readCsv } from './csv.ts';
import { isHtmlTable, readHtmlTable } from './html-table.ts';
import { decodeText } from './text.ts';
import { readWorkbook } from './workbook.ts';
import { isZip } from './zip.ts';

/**
 * The rows of a table that somebody uploads, each a list of texts: a workbook of Excel (XLSX), the HTML that many programs call XLS,
 * or text with any separator, in UTF-8, UTF-16 or Windows-1258. What it is, is told by its bytes, never by its name. Days stand as
 * `YYYY-MM-DD`. Empty rows are left out.
 * @param fits how well rows look like the table that is wanted; of the separators that are possible the one that fits best counts
 * @returns null when it is none of these, or asks for more than a table may take
 */
export function readTable(bytes: Uint8Array, fits: (rows: string[][]) => number): string[][] | null {
  if (isZip(bytes)) return withoutEmpty(orNull(() => readWorkbook(Buffer.from(bytes))));
  const text = decodeText(bytes);
  if (text === null) return null;
  const rows = isHtmlTable(text) ? orNull(() => readHtmlTable(text)) : bestOf(text, fits);
  return withoutEmpty(rows);
}

function orNull(read: () => string[][]): string[][] | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** What stands at its head tells how a text is separated; the rest is read once. */
const headLength = 65_536;

function bestOf(text: string, fits: (rows: string[][]) => number): string[][] {
  const head = text.slice(0, headLength);
  const scored = [',', ';', '\t', '|'].map((separator) => ({ separator, score: fits(readCsv(head, { separator })) }));
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  return best ? readCsv(text, { separator: best.separator }) : [];
}

// A NUL is no text in any of these, and the database would refuse it.
const withoutEmpty = (rows: string[][] | null): string[][] | null =>
  rows &&
  rows
    .map((row) => row.map((field) => field.replaceAll('\0', '').trim()))
    .filter((row) => row.some((field) => field !== ''));
