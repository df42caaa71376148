import { tooLarge, unsupported } from '../errors.ts';
import { mostRows, readCsv } from './csv.ts';
import { isHtmlTable, readHtmlTable } from './html-table.ts';
import { decodeText } from './text.ts';
import { openWorkbook } from './workbook.ts';
import { isZip } from './zip.ts';

const mostBytes = 2 * 1024 * 1024;
const mostPages = 20;

/** One sheet of what somebody brought; a text has one without a name. */
export interface SheetPage {
  name: string;
  rows: string[][];
}

/**
 * A table as people have it, as text, row by row: a workbook (XLSX), the HTML that many programs call XLS, or a CSV in UTF-8, UTF-16
 * or Windows-1258. Empty rows keep their place, so that a row is told by its number; letters are NFC.
 * @throws tooLarge('sheet-too-large') over 2 MB, for 20,000 rows and more, and for what would unpack to more than a sheet may, unsupported('sheet-unreadable')
 */
export const readSheet = (bytes: Buffer): string[][] => readPages(bytes)[0]?.rows ?? [];

/**
 * All sheets of a workbook that can be seen and are not empty, at least one; of a text, itself. As `readSheet`.
 * @throws as `readSheet`
 */
export function readPages(bytes: Buffer): SheetPage[] {
  if (bytes.length > mostBytes) throw tooLarge('sheet-too-large');
  const pages = isZip(bytes) ? openWorkbook(bytes) : [{ name: '', rows: () => rowsIn(textOf(bytes)) }];
  const read = pages.slice(0, mostPages).map(({ name, rows }) => ({ name, rows: tidy(rows()) }));
  const full = read.filter(({ rows }) => rows.length > 0);
  return full.length > 0 ? full : read.slice(0, 1);
}

const rowsIn = (text: string): string[][] =>
  isHtmlTable(text) ? readHtmlTable(text) : readCsv(text, { withEmpty: true });

function tidy(rows: string[][]): string[][] {
  // What stands behind the last row that is read must not be left out in silence.
  if (rows.length >= mostRows) throw tooLarge('sheet-too-large');
  const last = rows.findLastIndex((row) => row.some((cell) => cell.trim() !== ''));
  return rows.slice(0, last + 1).map((row) => row.map((cell) => cell.normalize('NFC').trim()));
}

function textOf(bytes: Buffer): string {
  const text = decodeText(bytes);
  if (text === null || text.includes('\0')) throw unsupported('sheet-unreadable');
  return text;
}
