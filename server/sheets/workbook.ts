import { dayMs } from '../days.ts';
import { tooLarge, unsupported } from '../errors.ts';
import { lookup } from '../lookup.ts';
import { writeNumber } from '../reading/numbers.ts';
import { columnOf, fillDown, requireFewMerges } from './merges.ts';
import { attribute, tags } from './xml-tags.ts';
import { openZip } from './zip.ts';

const mostColumns = 60;
const mostRows = 10_000;

/** One sheet of a workbook by its name; `rows` reads it. */
export interface Page {
  name: string;
  rows: () => string[][];
}

/**
 * The sheets of a workbook (ECMA-376 part 1, 18) that can be seen, in order, each as text row by row: numbers with a decimal comma,
 * days as `YYYY-MM-DD`. What is merged downwards stands in each of its rows, as people see it; nothing else is spread out.
 * @throws unsupported('sheet-unreadable'), tooLarge('sheet-too-large'), `rows` as well
 */
export function openWorkbook(bytes: Buffer): Page[] {
  const { file } = openZip(bytes);
  const part: Part = (name) => file(name)?.toString('utf8') ?? null;
  const book = part('xl/workbook.xml') ?? '';
  const strings = sharedStrings(part('xl/sharedStrings.xml') ?? '');
  const how = { strings, isDay: dayStyles(part('xl/styles.xml') ?? ''), dayZero: dayZeroOf(book) };
  return pagesOf(book, part('xl/_rels/workbook.xml.rels') ?? '').map(({ name, path }) => ({
    name,
    rows: () => {
      const sheet = part(path);
      if (sheet === null) throw unsupported('sheet-unreadable');
      requireFewMerges(sheet);
      const rows = rowsOf(sheet, how);
      fillDown(rows, sheet, mostColumns);
      return rows;
    },
  }));
}

/** The first sheet alone. @throws as `openWorkbook` */
export const readWorkbook = (bytes: Buffer): string[][] => openWorkbook(bytes)[0]?.rows() ?? [];

type Part = (name: string) => string | null;

/** The sheets by name and the part that holds each; a book that names none has one. */
function pagesOf(book: string, relations: string): { name: string; path: string }[] {
  const targets = new Map<string, string>();
  for (const { name, attributes } of tags(relations))
    if (name === 'Relationship') targets.set(attribute(attributes, 'Id'), attribute(attributes, 'Target'));
  const pages: { name: string; path: string }[] = [];
  for (const { name, attributes } of tags(book)) {
    if (name !== 'sheet' || /\sstate="(?:veryH|h)idden"/.test(attributes)) continue;
    const [, id = ''] = /\s\w+:id="([^"]*)"/.exec(attributes) ?? [];
    const target = targets.get(id) ?? 'worksheets/sheet1.xml';
    pages.push({ name: plain(attribute(attributes, 'name')), path: `xl/${target.replace(/^\/?(xl\/)?/, '')}` });
  }
  return pages.length > 0 ? pages : [{ name: '', path: 'xl/worksheets/sheet1.xml' }];
}

// Days are counted from 30 December 1899, in books of old Macs from 1 January 1904 (18.17.4.1); told in days before 1970.
const dayZeroOf = (book: string): number =>
  /<(?:\w+:)?workbookPr\b[^<>]*\sdate1904="(?:1|true)"/.test(book) ? 24_107 : 25_569;

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

interface How {
  strings: readonly string[];
  isDay: readonly boolean[];
  dayZero: number;
}

function rowsOf(xml: string, how: How): string[][] {
  const rows: string[][] = [];
  for (const { line, cell, text } of cellsOf(xml)) {
    if (text === '' || cell.column >= mostColumns) continue;
    const row = rowAt(rows, line);
    while (row.length < cell.column) row.push('');
    row[cell.column] = (row[cell.column] ?? '') + shown(plain(text), cell, how);
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
  const column = letters ? columnOf(letters) : before + 1;
  return { column, type: attribute(attributes, 't'), style: Number(attribute(attributes, 's') || 0) };
}

function shown(text: string, { type, style }: Cell, { strings, isDay, dayZero }: How): string {
  if (type === 's') return strings[Number(text)] ?? '';
  const value = Number(text);
  if ((type !== '' && type !== 'n') || !Number.isFinite(value)) return text;
  if (isDay[style] && value > 0 && value < 200_000)
    return new Date((Math.floor(value) - dayZero) * dayMs).toISOString().slice(0, 10);
  return Math.abs(value) < 1e15 ? writeNumber(value) : text;
}

const signs = lookup<string>({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });
const plain = (xml: string): string =>
  xml.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex: string, digits: string, name: string) => {
    if (name) return signs[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(digits);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
