import { readCsv } from './csv.ts';
import { readHtmlTable } from './html-table.ts';
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
  if (isZip(bytes)) return withoutEmpty(workbook(bytes));
  const text = decodeText(bytes);
  if (text === null) return null;
  const rows = /<table\b/i.test(text) ? readHtmlTable(text) : bestOf(text, fits);
  return withoutEmpty(rows);
}

function workbook(bytes: Uint8Array): string[][] | null {
  try {
    return readWorkbook(Buffer.from(bytes));
  } catch {
    return null;
  }
}

function bestOf(text: string, fits: (rows: string[][]) => number): string[][] {
  const ways = [',', ';', '\t', '|'].map((separator) => readCsv(text, { separator }));
  const scored = ways.map((rows) => ({ rows, score: fits(rows) }));
  return scored.toSorted((a, b) => b.score - a.score)[0]?.rows ?? [];
}

// A NUL is no text in any of these, and the database would refuse it.
const withoutEmpty = (rows: string[][] | null): string[][] | null =>
  rows &&
  rows
    .map((row) => row.map((field) => field.replaceAll('\0', '').trim()))
    .filter((row) => row.some((field) => field !== ''));
