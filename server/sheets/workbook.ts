import { dayMs } from '../days.ts';
import { tooLarge, unsupported } from '../errors.ts';
import { writeNumber } from '../reading/numbers.ts';
import { openZip } from './zip.ts';

const mostColumns = 60;
const mostRows = 10_000;

/**
 * The first sheet of a workbook (ECMA-376 part 1, 18) as text, row by row: numbers with a decimal comma, days as `YYYY-MM-DD`.
 * What is merged stays where it was written, and nothing is spread out: who says that a cell spans the whole sheet gains nothing.
 * @throws unsupported('sheet-unreadable'), tooLarge('sheet-too-large')
 */
export function readWorkbook(bytes: Buffer): string[][] {
  const { file } = openZip(bytes);
  const part: Part = (name) => file(name)?.toString('utf8') ?? null;
  const sheet = part(firstSheet(part));
  if (sheet === null) throw unsupported('sheet-unreadable');
  const strings = sharedStrings(part('xl/sharedStrings.xml') ?? '');
  const isDay = dayStyles(part('xl/styles.xml') ?? '');
  return rowsOf(sheet, strings, isDay);
}

type Part = (name: string) => string | null;

function firstSheet(part: Part): string {
  const [, id = ''] = /<(?:\w+:)?sheet [^<>]*\br:id="([^"]*)"/.exec(part('xl/workbook.xml') ?? '') ?? [];
  for (const { name, attributes } of tags(part('xl/_rels/workbook.xml.rels') ?? '')) {
    if (name === 'Relationship' && attribute(attributes, 'Id') === id)
      return `xl/${attribute(attributes, 'Target').replace(/^\/?(xl\/)?/, '')}`;
  }
  return 'xl/worksheets/sheet1.xml';
}

interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
  /** What stands behind it, up to the next tag. */
  text: string;
}

// One pass from tag to tag: nothing in it looks back, so that no file makes it slow.
function* tags(xml: string): Generator<Tag> {
  for (const [, slash, name = '', attributes = '', text = ''] of xml.matchAll(/<(\/?)(?:\w+:)?(\w+)([^<>]*)>([^<]*)/g))
    yield { name, isEnd: slash === '/', attributes, text };
}

const attribute = (text: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1] ?? '';

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let isSaid = true;
  for (const { name, isEnd, attributes, text } of tags(xml)) {
    if (name === 'rPh') isSaid = isEnd;
    else if (name === 'si' && !isEnd) strings.push('');
    else if (name === 't' && !isEnd && isSaid && !attributes.endsWith('/')) strings[strings.length - 1] += plain(text);
  }
  return strings;
}

// Formats by number (18.8.30): 14 to 22 are days and times, others say so by their letters.
function dayStyles(xml: string): boolean[] {
  const own = new Map<string, string>();
  const styles: boolean[] = [];
  let isCells = false;
  for (const { name, isEnd, attributes } of tags(xml)) {
    if (name === 'numFmt') own.set(attribute(attributes, 'numFmtId'), attribute(attributes, 'formatCode'));
    if (name === 'cellXfs') isCells = !isEnd;
    if (name !== 'xf' || isEnd || !isCells) continue;
    const id = attribute(attributes, 'numFmtId');
    const code = (own.get(id) ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '');
    styles.push((Number(id) >= 14 && Number(id) <= 22) || /[dy]/i.test(code));
  }
  return styles;
}

interface Cell {
  column: number;
  type: string;
  style: number;
}

function rowsOf(xml: string, strings: readonly string[], isDay: readonly boolean[]): string[][] {
  const rows: string[][] = [];
  for (const { line, cell, text } of cellsOf(xml)) {
    if (text === '' || cell.column >= mostColumns) continue;
    const row = rowAt(rows, line);
    while (row.length < cell.column) row.push('');
    row[cell.column] = (row[cell.column] ?? '') + shown(plain(text), cell, { strings, isDay });
  }
  return rows;
}

/** What is written in the cells, each with its line from 1: rows and cells that say no place come after the one before. */
function* cellsOf(xml: string): Generator<{ line: number; cell: Cell; text: string }> {
  let line = 0;
  let cell: Cell = { column: -1, type: '', style: 0 };
  for (const { name, isEnd, attributes, text } of tags(xml)) {
    if (isEnd) continue;
    if (name === 'row') {
      line = Number(attribute(attributes, 'r')) || line + 1;
      cell = { ...cell, column: -1 };
    } else if (name === 'c') cell = cellAt(attributes, cell.column);
    else if (name === 'v' || name === 't') yield { line: Math.max(line, 1), cell, text };
  }
}

function rowAt(rows: string[][], line: number): string[] {
  if (line > mostRows) throw tooLarge('sheet-too-large');
  while (rows.length < line) rows.push([]);
  return rows[line - 1] ?? [];
}

function cellAt(attributes: string, before: number): Cell {
  const [letters] = /^[A-Z]{1,3}/.exec(attribute(attributes, 'r')) ?? [];
  const column = letters
    ? Array.from(letters).reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1
    : before + 1;
  return { column, type: attribute(attributes, 't'), style: Number(attribute(attributes, 's') || 0) };
}

function shown(
  text: string,
  { type, style }: Cell,
  { strings, isDay }: { strings: readonly string[]; isDay: readonly boolean[] },
): string {
  if (type === 's') return strings[Number(text)] ?? '';
  const value = Number(text);
  if ((type !== '' && type !== 'n') || !Number.isFinite(value)) return text;
  // Days are counted from 30 December 1899 (18.17.4.1).
  if (isDay[style] && value > 0 && value < 200_000)
    return new Date((Math.floor(value) - 25_569) * dayMs).toISOString().slice(0, 10);
  return Math.abs(value) < 1e15 ? writeNumber(value) : text;
}

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (xml: string): string =>
  xml.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex: string, digits: string, name: string) => {
    if (name) return signs[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(digits);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
