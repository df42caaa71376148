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
  ['none', /so du|balance|tai khoan|account|ngan hang|\bphi\b|\bfee\b/],
  [
    'direction',
    /^(loai gd|loai giao dich|loai|d ?\/ ?c|c ?\/ ?d|dr ?\/ ?cr|cr ?\/ ?dr|no ?\/ ?co|ghi no ?\/ ?(ghi )?co|\+ ?\/ ?-|type|debit ?\/ ?credit)$/,
  ],
  ['amount', /(no|debit|chi|ra)\W+(ghi )?(co|credit|thu|vao)\b/],
  ['out', /ghi no|phat sinh no|debit|withdraw|tien ra|chi ra|so tien chi|money out/],
  ['in', /ghi co|phat sinh co|credit|deposit|tien vao|thu vao|so tien thu|money in/],
  ['date', /ngay|date|thoi gian/],
  ['content', /noi dung|dien giai|mo ta|description|remark|content|detail/],
  ['reference', /tham chieu|so but toan|ma giao dich|ma gd|so gd|so ct|chung tu|\bref|transaction (id|no|number)/],
  ['amount', /so tien|amount|phat sinh|gia tri/],
];

// English statements number their rows under `No`: only with its tone the word is a debit.
const bare = lookup<ColumnKind>({ nợ: 'out', có: 'in' });

/** What a heading says of its column, by itself. */
export function kindOf(word: string): ColumnKind {
  const exact = bare[word.normalize('NFC').trim().toLowerCase()];
  if (exact) return exact;
  const plain = foldText(word);
  return headings.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'none';
}

/** Guesses what each column holds by its heading, each kind once; the person corrects it once. */
export function guessColumns(heading: readonly string[]): ColumnKind[] {
  const taken = new Set<ColumnKind>();
  return heading.map((word) => {
    const kind = kindOf(word);
    if (kind === 'none' || taken.has(kind)) return 'none';
    taken.add(kind);
    return kind;
  });
}

/** The same, and what the rows below tell of it: a column of amounts with signs says by itself what came and what went. */
export function guessKinds(heading: readonly string[], rows: readonly (readonly string[])[]): ColumnKind[] {
  const guessed = guessColumns(heading);
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
