import { foldText } from '../fold.ts';
import { lookup } from '../lookup.ts';

/**
 * What a column of a bank's statement holds. `in`, `out`: money that came, or went; `signed`: what went has a minus or stands in
 * brackets; `amount`: an amount alone, whose direction another column, `direction`, has to say.
 */
export const columnKinds = [
  'date',
  'date-day-first',
  'date-month-first',
  'in',
  'out',
  'signed',
  'amount',
  'direction',
  'content',
  'reference',
  'none',
] as const;
export type ColumnKind = (typeof columnKinds)[number];
/** How a column of days is written: `date` until somebody says so, where the file itself leaves one order only. */
export const dateKinds: readonly ColumnKind[] = ['date', 'date-day-first', 'date-month-first'];
export const amountKinds: readonly ColumnKind[] = ['in', 'out', 'signed', 'amount'];

// Words of headings, without diacritics, as banks write them; the first that fits counts.
const headings: readonly [ColumnKind, RegExp][] = [
  ['none', /so du|balance|tai khoan|\baccount\b|ngan hang|\bphi\b|\bfee\b/],
  [
    'direction',
    /^(loai gd|loai giao dich|loai|d ?\/ ?c|c ?\/ ?d|dr ?\/ ?cr|cr ?\/ ?dr|no ?\/ ?co|ghi no ?\/ ?(ghi )?co|\+ ?\/ ?-|type|debit ?\/ ?credit)$/,
  ],
  ['amount', /(no|debit|chi|ra)\W+(ghi )?(co|credit|thu|vao)\b/],
  ['out', /ghi no|phat sinh no|debit|withdraw|tien ra|chi ra|rut ra|tien rut|so tien chi|money out/],
  ['in', /ghi co|phat sinh co|credit|deposit|tien vao|thu vao|gui vao|tien gui|so tien thu|money in/],
  ['date', /ngay|date|thoi gian/],
  ['content', /noi dung|dien giai|mo ta|description|remark|content|detail/],
  [
    'reference',
    /tham chieu|so but toan|ma giao dich|ma gd|so gd|so giao dich|so ct|chung tu|\bref|transaction (id|no|number)/,
  ],
  ['amount', /so tien|amount|phat sinh|gia tri/],
];

// English statements number their rows under `No`: only with its tone the word is a debit. Agribank writes its program's own fields.
const bare = lookup<ColumnKind>({ nợ: 'out', có: 'in', trdt: 'date', acctccyamt: 'amount', rem: 'content' });

/** What a heading says of its column, by itself. */
export function kindOf(word: string): ColumnKind {
  const exact = bare[word.normalize('NFC').trim().toLowerCase()];
  if (exact) return exact;
  const plain = foldText(word);
  return headings.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'none';
}

type Rows = readonly (readonly string[])[];

/** Guesses what each column holds by its heading, each kind once; the person corrects it once. */
export function guessColumns(heading: readonly string[], rows: Rows = []): ColumnKind[] {
  const kinds = heading.map(kindOf);
  const chosen = new Map(columnKinds.map((kind) => [kind, chosenFor(kind, kinds, { heading, rows })]));
  return kinds.map((kind, at) => (chosen.get(kind) === at ? kind : 'none'));
}

// A day of effect may be the next one, and has no time: it counts where there is no other.
const dayOfEffect = /hieu luc|effective|value date|\befd\b/;

/** Of the columns that could be of a kind the one that is: the first, but for days and for numbers of entries. */
function chosenFor(
  kind: ColumnKind,
  kinds: readonly ColumnKind[],
  { heading, rows }: { heading: readonly string[]; rows: Rows },
): number | undefined {
  const places = [...kinds.keys()].filter((at) => kinds[at] === kind);
  if (kind === 'none') return undefined;
  if (kind === 'date') return places.find((at) => !dayOfEffect.test(foldText(heading[at] ?? ''))) ?? places[0];
  return kind === 'reference' ? mostTelling(places, rows) : places[0];
}

/**
 * Where the numbers tell entries apart best: beside them banks write the kind of an entry, alike in hundreds of rows, and a transfer
 * named by that would be taken for another one of the same amount. None where hardly any row has a number of its own.
 */
function mostTelling(places: readonly number[], rows: Rows): number | undefined {
  const told = places.map((at) => {
    const numbers = rows.map((row) => row[at] ?? '').filter((number) => number !== '');
    return { at, filled: numbers.length, distinct: new Set(numbers).size };
  });
  const [best] = told.toSorted((a, b) => b.distinct - a.distinct || a.at - b.at);
  return best && best.distinct * 2 >= best.filled ? best.at : undefined;
}

/** The same, and what the rows below tell of it: a column of amounts with signs says by itself what came and what went. */
export function guessKinds(heading: readonly string[], rows: Rows): ColumnKind[] {
  const guessed = guessColumns(heading, rows);
  const hasSides = guessed.includes('in') || guessed.includes('out');
  return guessed.map((kind, at) => {
    if (kind === 'direction' && !rows.some((row) => directionOf(row[at] ?? '') !== null)) return 'none';
    if (kind !== 'amount') return kind;
    if (hasSides) return 'none';
    return rows.some((row) => /^\s*[-+\u2212\u2013(]\s*\d/.test(row[at] ?? '')) ? 'signed' : kind;
  });
}

const ways = lookup<'in' | 'out'>({
  c: 'in',
  cr: 'in',
  co: 'in',
  '+': 'in',
  in: 'in',
  vao: 'in',
  credit: 'in',
  'ghi co': 'in',
  'tien vao': 'in',
  d: 'out',
  dr: 'out',
  no: 'out',
  '-': 'out',
  out: 'out',
  ra: 'out',
  debit: 'out',
  'ghi no': 'out',
  'tien ra': 'out',
});

/** What a word in the column `direction` says; null when it says nothing certain. */
export const directionOf = (word: string): 'in' | 'out' | null => ways[foldText(word)] ?? null;
