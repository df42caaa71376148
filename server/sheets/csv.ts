/**
 * The rows of a CSV text, each a list of fields: comma, semicolon or tab, whichever the first ten lines use most, unless another one is said; quoted fields
 * may hold separators, quotes and line breaks (RFC 4180). Empty lines are left out, unless their places are wanted.
 */
export function readCsv(text: string, { withEmpty = false, separator = separatorOf(text) } = {}): string[][] {
  const plain = text.replace(/^\uFEFF/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of plain.matchAll(pattern(separator))) {
    row.push((quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"')).trim());
    if (end === separator) continue;
    if (withEmpty || row.some((field) => field !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

function separatorOf(text: string): string {
  // A title may stand above the headings.
  const head = text.split(/\r?\n/, 10).join('\n');
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: head.split(separator).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

// A field, quoted or bare, and what ends it. Each alternative begins differently, so that nothing is tried twice.
const pattern = (separator: string): RegExp =>
  new RegExp(
    `(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)([${separator}]|\\r?\\n|$)`,
    'g',
  );
