import { tooLarge } from '../errors.ts';
import { tags } from './xml-tags.ts';

const mostFilled = 100_000;
/** Two for each row of the longest list. */
const mostMerges = 20_000;

/**
 * Looks how much is merged before anything else of a sheet is read.
 * @throws tooLarge('sheet-too-large') for more than any list needs
 */
export function requireFewMerges(sheet: string): void {
  const begin = sheet.indexOf('mergeCells');
  if (begin < 0) return;
  // A tag's name ends in a space, a tab or a line's end (XML 1.0, 2.3), or the tag with it.
  let left = mostMerges;
  for (const _merge of sheet.slice(begin).matchAll(/<(?:\w+:)?mergeCell\b/g)) {
    left -= 1;
    if (left < 0) throw tooLarge('sheet-too-large');
  }
}

/**
 * Writes what is merged downwards over several rows of one column into each of them: a list that says its village once for ten
 * households means all ten. Only into rows that there are, and in all no more than a long list needs, whatever the sheet says.
 * @throws tooLarge('sheet-too-large')
 */
export function fillDown(rows: string[][], sheet: string, mostColumns: number): void {
  let left = mostFilled;
  for (const { column, from, to } of mergesIn(sheet)) {
    if (column >= mostColumns) continue;
    const below = rows.slice(from, to);
    left -= below.length;
    if (left < 0) throw tooLarge('sheet-too-large');
    const words = rows[from - 1]?.[column] ?? '';
    if (words !== '') for (const row of below) fill(row, column, words);
  }
}

function* mergesIn(sheet: string): Generator<{ column: number; from: number; to: number }> {
  // They stand behind the cells (18.3.1.55).
  const place = sheet.indexOf('mergeCells');
  if (place < 0) return;
  for (const { name, attributes } of tags(sheet.slice(place))) {
    const merged = name === 'mergeCell' ? downwards(attributes) : null;
    if (merged) yield merged;
  }
}

/** Rows from 1 of a reference such as `D4:D13`; null for what spans several columns. */
function downwards(attributes: string): { column: number; from: number; to: number } | null {
  const [, first = '', from, last = '', to] =
    /\sref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/.exec(attributes) ?? [];
  return first === '' || first !== last ? null : { column: columnOf(first), from: Number(from), to: Number(to) };
}

/** `A` is 0. */
export const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;

function fill(row: string[], column: number, words: string): void {
  // An empty row between two lists stays empty.
  if (row.every((cell) => cell === '')) return;
  while (row.length <= column) row.push('');
  row[column] ||= words;
}
