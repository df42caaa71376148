import writeExcelFile, { type Cell as ExcelCell } from 'write-excel-file/node';
import { formatDay } from './format.ts';

/** A day by itself, `YYYY-MM-DD`: in a spreadsheet a date that can be sorted and reckoned with. */
export interface DayCell {
  day: string;
}

/** What stands in one place of a table. Codes and references are text, also when they look like numbers; money is a number. */
export type Cell = string | number | DayCell | null;

/** The same rows for every form of the file; the first one holds the headings. */
export type Rows = readonly (readonly Cell[])[];

/**
 * One field of a CSV that a spreadsheet opens: quoted when needed, and never a formula (ASVS 5.0 1.2.10): what begins like
 * one gets an apostrophe in front, and so do the full-width signs that some spreadsheets read as the same.
 */
export function csvField(value: Cell): string {
  if (typeof value === 'number') return String(value);
  if (isDay(value)) return formatDay(value.day);
  const text = value ?? '';
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A whole CSV for spreadsheets: a byte order mark, so that Excel reads Vietnamese letters, and CRLF. */
export const writeCsv = (rows: Rows): string =>
  `\uFEFF${rows.map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;

/**
 * The same as a workbook of one sheet (ECMA-376), for Excel and LibreOffice: text stays text, whatever it looks like, so that
 * `0035MAR9` does not become a date and `00418642` keeps its zeros; numbers are numbers, days are dates.
 */
export async function writeXlsx(name: string, rows: Rows): Promise<Buffer> {
  const [headings = [], ...lines] = rows;
  const cells = [
    headings.map((heading) => ({ value: typeof heading === 'string' ? heading : '', fontWeight: 'bold' as const })),
    ...lines.map((line) => line.map(cellOf)),
  ];
  const columns = headings.map((_, place) => ({ width: widthOf(rows, place) }));
  return await writeExcelFile(cells, { sheet: sheetName(name), columns }).toBuffer();
}

function cellOf(value: Cell): ExcelCell {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { value, type: Number, ...(Number.isInteger(value) && { format: '#,##0' }) };
  // The library counts the days of a spreadsheet in UTC.
  if (isDay(value)) return { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  // Beside its type the text format: who edits the cell later must not make a number of it.
  return { value: literal(value), type: String, format: '@' };
}

const isDay = (value: Cell): value is DayCell => typeof value === 'object' && value !== null;

// In a workbook `_x000D_` means a letter by its number (ECMA-376 part 1, 22.4.2.4): what is meant as it stands says so. The
// library looks texts up in a plain object and would lose those that every object answers to, so they are written like this.
function literal(text: string): string {
  if (text in Object.prototype) return `${numbered(text)}${text.slice(1)}`;
  return text.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, numbered);
}

const numbered = (text: string): string =>
  `_x${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`;

// In letters: wide enough to read, no wider than a screen.
const widthOf = (rows: Rows, place: number): number =>
  rows.reduce((widest, row) => Math.min(60, Math.max(widest, csvField(row[place] ?? null).length + 2)), 10);

// Excel opens no sheet with these signs in its name, nor a longer one.
const sheetName = (name: string): string => name.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31);
