import type { Mistake } from '../errors.ts';
import { foldText } from '../fold.ts';

/** What a column of a bank's statement holds. */
export const columnKinds = ['date', 'amount', 'content', 'reference', 'none'] as const;
export type ColumnKind = (typeof columnKinds)[number];

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
 * @returns mistakes for columns that are missing and for every line that cannot be read, `/lines/{line}`; and the totals and
 * remarks that banks put under the last line with a date
 */
export function readLines(
  rows: readonly (readonly string[])[],
  columns: readonly ColumnKind[],
): { lines: StatementLine[]; mistakes: Mistake[]; below: string[][] } {
  const missing = (['date', 'amount', 'content'] as const).filter((kind) => !columns.includes(kind));
  if (missing.length > 0) {
    const mistakes = missing.map((kind) => ({ pointer: `/columns/${kind}`, code: 'column-missing' }));
    return { lines: [], mistakes, below: [] };
  }
  const end = 1 + rows.findLastIndex((row) => /^\d/.test(row[columns.indexOf('date')] ?? ''));
  const lines: StatementLine[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, row] of rows.slice(0, end).entries()) {
    const read = readLine(row, columns, index + 2);
    if (read === 'out') continue;
    if (read === null)
      mistakes.push({ pointer: `/lines/${index + 2}`, code: 'line-unreadable', facts: { line: index + 2 } });
    else lines.push(read);
  }
  return { lines, mistakes, below: rows.slice(end).map((row) => row.filter((field) => field !== '')) };
}

function readLine(row: readonly string[], columns: readonly ColumnKind[], line: number): StatementLine | 'out' | null {
  const field = (kind: ColumnKind) => row[columns.indexOf(kind)] ?? '';
  const amountVnd = readAmount(field('amount'));
  if (amountVnd !== null && amountVnd <= 0) return 'out';
  const receivedAt = readDate(field('date'));
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

const time = String.raw`(?:[ T]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?`;
const dayFirst = new RegExp(String.raw`^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})${time}`);
const yearFirst = new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})${time}`);

/** `16/11/2026 12:00:05`, `16-11-2026`, `2026-11-16 12:00` in Vietnamese time; null when it is no date. */
export function readDate(text: string): Date | null {
  const { groups } = dayFirst.exec(text) ?? yearFirst.exec(text) ?? {};
  if (!groups) return null;
  const two = (name: string) => (groups[name] ?? '0').padStart(2, '0');
  const local = `${groups.year ?? ''}-${two('month')}-${two('day')}T${two('hour')}:${two('minute')}:${two('second')}`;
  const instant = new Date(`${local}+07:00`);
  // 31/02 would slip into March.
  const isReal = !Number.isNaN(instant.getTime()) && inVietnam(instant).startsWith(local);
  return isReal ? instant : null;
}

const inVietnam = (instant: Date): string => new Date(instant.getTime() + 7 * 3_600_000).toISOString();
