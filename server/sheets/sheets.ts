import { tooLarge, unsupported } from '../errors.ts';
import { readCsv } from './csv.ts';
import { readWorkbook } from './workbook.ts';

const mostBytes = 2 * 1024 * 1024;

/**
 * A table as people have it, as text, row by row: a workbook (XLSX) or a CSV in UTF-8, UTF-16 or Windows-1258. Empty rows keep
 * their place, so that a row is told by its number; letters are NFC.
 * @throws tooLarge('sheet-too-large') over 2 MB or for what would unpack to more than a sheet may, unsupported('sheet-unreadable')
 */
export function readSheet(bytes: Buffer): string[][] {
  if (bytes.length > mostBytes) throw tooLarge('sheet-too-large');
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const rows = isZip ? readWorkbook(bytes) : readCsv(textOf(bytes), { withEmpty: true });
  const last = rows.findLastIndex((row) => row.some((cell) => cell.trim() !== ''));
  return rows.slice(0, last + 1).map((row) => row.map((cell) => cell.normalize('NFC').trim()));
}

/**
 * The text of a file whose letters nobody declared: by its mark; UTF-16 by its zeros; else UTF-8, which other writings hardly ever
 * are by chance; else Windows-1258, as Vietnamese programs of long ago wrote.
 * @throws unsupported('sheet-unreadable') for what is no text
 */
export function textOf(bytes: Buffer): string {
  const name = encodingOf(bytes);
  const text = new TextDecoder(name).decode(bytes).normalize('NFC');
  if (text.includes('\0')) throw unsupported('sheet-unreadable');
  return text;
}

function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 400);
  const zeros = (from: number): number => head.filter((byte, place) => place % 2 === from && byte === 0).length;
  if (zeros(1) > head.length / 8) return 'utf-16le';
  if (zeros(0) > head.length / 8) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1258';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
