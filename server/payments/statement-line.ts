import type { Mistake } from '../errors.ts';
import { foldText } from '../fold.ts';
import { amountKinds, type ColumnKind, dateKinds, directionOf, kindOf } from './statement-columns.ts';
import { behindDate, type DateOrder, hasTwoReadings, orderOf, readDate } from './statement-dates.ts';

export { readDate } from './statement-dates.ts';

/** One line of a statement: money that came in. */
export interface StatementLine {
  /** The line of the file, the heading being 1. */
  line: number;
  receivedAt: Date;
  amountVnd: number;
  content: string;
  reference: string;
}

/** What a statement's rows say. `asks`: what a person has to say first; nothing is taken in before. */
export interface Read {
  lines: StatementLine[];
  mistakes: Mistake[];
  /** What is no transfer: totals, balances, the heading once more. */
  skipped: string[][];
}

/**
 * The money that came in, line by line; money that went out is left out. Totals, balances and repeated headings are told by their
 * words and shown as skipped.
 * @param until no line is of a later moment
 * @returns mistakes for columns that are missing or uncertain and for every line that cannot be read, `/lines/{line}`
 */
export function readLines(
  rows: readonly (readonly string[])[],
  columns: readonly ColumnKind[],
  until: Date = endOfTime,
): Read {
  const dateAt = columns.findIndex((kind) => dateKinds.includes(kind));
  const missing = missingIn(columns, dateAt);
  if (missing.length > 0) return nothingFor(missing);
  const [shown, skipped] = parted(rows, columns, dateAt);
  const days = shown.map(({ row }) => row[dateAt] ?? '');
  const order = orderOf(columns[dateAt] ?? 'date', days, until);
  if (order === null)
    return nothingFor([
      { pointer: '/columns/date-order', code: 'date-order', facts: { day: days.find(hasTwoReadings) ?? '' } },
    ]);
  const lines: StatementLine[] = [];
  const mistakes: Mistake[] = [];
  for (const { row, line } of shown) {
    const read = readLine(row, columns, { line, day: row[dateAt] ?? '', order });
    if (read === 'out') continue;
    if (read === null) mistakes.push({ pointer: `/lines/${line}`, code: 'line-unreadable', facts: { line } });
    else lines.push(read);
  }
  return { lines, mistakes, skipped };
}

const endOfTime = new Date(8.64e15);

const nothingFor = (mistakes: Mistake[]): Read => ({ lines: [], mistakes, skipped: [] });

// Nothing is booked by guess: an amount alone needs somebody who says which way it went.
function missingIn(columns: readonly ColumnKind[], dateAt: number): Mistake[] {
  const lacks = [
    ...(dateAt < 0 ? ['date'] : []),
    ...(columns.some((kind) => amountKinds.includes(kind)) ? [] : ['amount']),
    ...(columns.includes('content') ? [] : ['content']),
  ].map((kind) => ({ pointer: `/columns/${kind}`, code: 'column-missing' }));
  const isOpen = columns.includes('amount') && !columns.includes('direction');
  return isOpen ? [...lacks, { pointer: '/columns/direction', code: 'column-missing' }] : lacks;
}

interface Numbered {
  row: readonly string[];
  line: number;
}

function parted(
  rows: readonly (readonly string[])[],
  columns: readonly ColumnKind[],
  dateAt: number,
): [Numbered[], string[][]] {
  const shown: Numbered[] = [];
  const skipped: string[][] = [];
  for (const [index, row] of rows.entries()) {
    if (isTransfer(row, columns, dateAt)) shown.push({ row, line: index + 2 });
    else skipped.push(row.filter((field) => field !== ''));
  }
  return [shown, skipped];
}

const summing =
  /^(tong|cong\b|total|sub ?total|so du|balance|opening|closing|dau ky|cuoi ky|mang sang|chuyen sang|luy ke)/;
const balances = /^(so du (dau|cuoi)|opening balance|closing balance|balance brought)/;

/** What has a day is a transfer, but for a balance; what has none is one, unreadable, unless it names itself or holds no money. */
function isTransfer(row: readonly string[], columns: readonly ColumnKind[], dateAt: number): boolean {
  const words = row.filter((field) => /\p{L}/u.test(field)).map(foldText);
  if (/^\d/.test(row[dateAt] ?? ''))
    return !words.some((word) => balances.test(word)) || fieldOf(row, columns, 'reference') !== '';
  if (words.some((word) => summing.test(word)) || isHeading(row)) return false;
  return columns.some((kind, at) => amountKinds.includes(kind) && /\d/.test(row[at] ?? ''));
}

/** Empty where there is no such column. */
const fieldOf = (row: readonly string[], columns: readonly ColumnKind[], kind: ColumnKind): string =>
  row[columns.indexOf(kind)] ?? '';

const isHeading = (row: readonly string[]): boolean => row.filter((field) => kindOf(field) !== 'none').length >= 3;

function readLine(
  row: readonly string[],
  columns: readonly ColumnKind[],
  { line, day, order }: { line: number; day: string; order: DateOrder },
): StatementLine | 'out' | null {
  const field = (kind: ColumnKind) => fieldOf(row, columns, kind);
  const amountVnd = cameIn(field);
  if (amountVnd !== null && amountVnd <= 0) return 'out';
  const receivedAt = readDate(day, order);
  if (amountVnd === null || receivedAt === null) return null;
  return {
    line,
    receivedAt,
    amountVnd,
    content: field('content').slice(0, 2000),
    reference: (field('reference') || behindDate(day)).slice(0, 100),
  };
}

/** How much came in, in đồng; not above 0 when it went out; null when that is not certain. */
function cameIn(field: (kind: ColumnKind) => string): number | null {
  if (field('amount') !== '') return byWord(readAmount(field('amount')), directionOf(field('direction')));
  const came = readAmount(field('in'));
  const went = readAmount(field('out'));
  const signed = readAmount(field('signed'));
  if (came === null || went === null || signed === null) return null;
  // Two amounts in one line have two readings.
  return came !== 0 && went !== 0 ? null : came + signed;
}

function byWord(amount: number | null, way: 'in' | 'out' | null): number | null {
  if (amount === null || way === null || amount < 0) return null;
  return way === 'in' ? amount : 0;
}

/**
 * `1.250.000`, `1,250,000.00`, `+1 250 000 VND`, `(85,000)` and `−85.000` for what went out, in whole đồng; nothing is 0; null when it
 * is no amount.
 */
export function readAmount(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\s|VN[DĐÐ]|₫|đ/gi, '')
    .replaceAll(/[\u2212\u2010-\u2015]/g, '-');
  if (plain === '' || plain === '-') return 0;
  const { sign, digits } = /^(?<sign>[-+(]?)(?<digits>[\d.,]+)(?<end>\)?)$/.exec(plain)?.groups ?? {};
  if (digits === undefined || (sign === '(') !== plain.endsWith(')')) return null;
  const whole = digits.replace(/[.,]0{1,2}$/, '');
  if (!/^(\d{1,12}|\d{1,3}([.,]\d{3}){1,3})$/.test(whole)) return null;
  const amount = Number(whole.replaceAll(/[.,]/g, ''));
  return sign === '-' || sign === '(' ? 0 - amount : amount;
}
