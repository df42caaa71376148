import { Parser } from 'htmlparser2';
import { unsupported } from '../errors.ts';
import { mostRows } from './csv.ts';

/** Columns that a table may have; what stands further right is left out. */
const mostColumns = 100;

/** How deep tags may lie in each other: the reader's work grows with the square of it, and no table needs more. */
const mostDepth = 200;

/** Whether a text is HTML with a table in it, whatever the file is called. */
export const isHtmlTable = (text: string): boolean => /<table\b/i.test(text);

/**
 * The rows of all tables of an HTML text, one below the other: what many programs save as an Excel file.
 * @throws unsupported('sheet-unreadable') when tags lie deeper in each other than those of any table
 */
export function readHtmlTable(text: string): string[][] {
  const rows: string[][] = [];
  let field: string[] | null = null;
  let span = 1;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, { colspan }) {
      depth += 1;
      if (depth > mostDepth) throw unsupported('sheet-unreadable');
      if (name === 'tr' && rows.length < mostRows) rows.push([]);
      if (name === 'td' || name === 'th') {
        field = [];
        span = Math.min(Math.max(Number(colspan) || 1, 1), mostColumns);
      }
      if (name === 'br') field?.push(' ');
    },
    ontext(part) {
      field?.push(part);
    },
    onclosetag(name) {
      depth -= 1;
      if ((name !== 'td' && name !== 'th') || field === null) return;
      const row = rows.at(-1);
      const words = field.join('').replaceAll(/\s+/g, ' ').trim();
      if (row && row.length < mostColumns) row.push(words, ...Array<string>(span - 1).fill(''));
      field = null;
    },
  });
  parser.end(text);
  return rows;
}
