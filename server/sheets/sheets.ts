import { tooLarge, unsupported } from '../errors.ts';
import { mostRows, readCsv } from './csv.ts';
import { decodeText } from './text.ts';
import { readWorkbook } from './workbook.ts';
import { isZip } from './zip.ts';

const mostBytes = 2 * 1024 * 1024;

/**
 * A table as people have it, as text, row by row: a workbook (XLSX) or a CSV in UTF-8, UTF-16 or Windows-1258. Empty rows keep
 * their place, so that a row is told by its number; letters are NFC.
 * @throws tooLarge('sheet-too-large') over 2 MB, for 20,000 rows and more, and for what would unpack to more than a sheet may, unsupported('sheet-unreadable')
 */
export function readSheet(bytes: Buffer): string[][] {
  if (bytes.length > mostBytes) throw tooLarge('sheet-too-large');
  const rows = isZip(bytes) ? readWorkbook(bytes) : readCsv(textOf(bytes), { withEmpty: true });
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
