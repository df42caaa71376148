import type { Mistake } from '../errors.ts';
import { foldText } from '../fold.ts';
import { type DateOrder, hasTwoReadings, orderOf, readDate } from './statement-dates.ts';

export { readDate } from './statement-dates.ts';

/** What a column of a bank's statement holds. */
export const columnKinds = [
  'date',
  'date-day-first',
  'date-month-first',
  'amount',
  'content',
  'reference',
  'none',
] as const;
export type ColumnKind = (typeof columnKinds)[number];
/** How a column of days is written: `date` until somebody says so, where the file itself leaves one order only. */
const dateKinds: readonly ColumnKind[] = ['date', 'date-day-first', 'date-month-first'];

/** One line of a statement: money that came in. */
export interface StatementLine {
  /** The line of the file, the heading being 1. */
  line: number;
  receivedAt: Date;
  amountVnd: number;
  content: string;
  reference: string;
}

// Words of headings, without diacritics, as banks write them.
const headings: readonly [ColumnKind, RegExp][] = [
  ['date', /ngay|date|thoi gian/],
  ['amount', /ghi co|phat sinh co|credit|so tien|amount|tien vao/],
  ['content', /noi dung|dien giai|mo ta|description|remark|content/],
  ['reference', /tham chieu|so but toan|ma giao dich|so ct|chung tu|ref|transaction id/],
];

/** Guesses what each column holds by its heading; the person corrects it once. */
export function guessColumns(heading: readonly string[]): ColumnKind[] {
  const taken = new Set<ColumnKind>();
  return heading.map((word) => {
    const plain = foldText(word);
    const kind = headings.find(([one, pattern]) => !taken.has(one) && pattern.test(plain))?.[0] ?? 'none';
    if (kind !== 'none') taken.add(kind);
    return kind;
  });
}

/**
 * The money that came in, line by line; lines without an amount (money that went out) are left out.
 * @param until no line is of a later moment
 * @returns mistakes for columns that are missing and for every line that cannot be read, `/lines/{line}`; and the totals and
 * remarks that banks put under the last line with a date
 */
export function readLines(
  rows: readonly (readonly string[])[],
  columns: readonly ColumnKind[],
  until: Date = endOfTime,
): { lines: StatementLine[]; mistakes: Mistake[]; below: string[][] } {
  const dateAt = columns.findIndex((kind) => dateKinds.includes(kind));
  const missing = (['date', 'amount', 'content'] as const).filter((kind) =>
    kind === 'date' ? dateAt < 0 : !columns.includes(kind),
  );
  if (missing.length > 0)
    return nothingFor(missing.map((kind) => ({ pointer: `/columns/${kind}`, code: 'column-missing' })));
  const end = 1 + rows.findLastIndex((row) => /^\d/.test(row[dateAt] ?? ''));
  const shown = rows.slice(0, end);
  const days = shown.map((row) => row[dateAt] ?? '');
  const order = orderOf(columns[dateAt] ?? 'date', days, until);
  if (order === null)
    return nothingFor([
      { pointer: '/columns/date-order', code: 'date-order', facts: { day: days.find(hasTwoReadings) ?? '' } },
    ]);
  const lines: StatementLine[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, row] of shown.entries()) {
    const read = readLine(row, columns, { line: index + 2, day: days[index] ?? '', order });
    if (read === 'out') continue;
    if (read === null)
      mistakes.push({ pointer: `/lines/${index + 2}`, code: 'line-unreadable', facts: { line: index + 2 } });
    else lines.push(read);
  }
  return { lines, mistakes, below: rows.slice(end).map((row) => row.filter((field) => field !== '')) };
}

const endOfTime = new Date(8.64e15);

const nothingFor = (mistakes: Mistake[]) => ({ lines: [], mistakes, below: [] });

function readLine(
  row: readonly string[],
  columns: readonly ColumnKind[],
  { line, day, order }: { line: number; day: string; order: DateOrder },
): StatementLine | 'out' | null {
  const field = (kind: ColumnKind) => row[columns.indexOf(kind)] ?? '';
  const amountVnd = readAmount(field('amount'));
  if (amountVnd !== null && amountVnd <= 0) return 'out';
  const receivedAt = readDate(day, order);
  if (amountVnd === null || receivedAt === null) return null;
  const reference = columns.includes('reference') ? field('reference') : '';
  return { line, receivedAt, amountVnd, content: field('content').slice(0, 2000), reference: reference.slice(0, 100) };
}

/** `1.250.000`, `1,250,000.00`, `+1 250 000 VND` in whole đồng; nothing is 0; null when it is no amount. */
export function readAmount(text: string): number | null {
  const plain = text.replaceAll(/\s|VND|VNĐ|₫|đ/gi, '').replace(/^\+/, '');
  if (plain === '' || plain === '-') return 0;
  const whole = plain.replace(/[.,]0{1,2}$/, '');
  if (!/^-?(\d{1,12}|\d{1,3}([.,]\d{3}){1,3})$/.test(whole)) return null;
  return Number(whole.replaceAll(/[.,]/g, ''));
}
