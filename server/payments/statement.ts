import { createHash } from 'node:crypto';
import { model, Schema } from 'mongoose';
import { type ColumnKind, columnKinds, guessColumns } from './statement-columns.ts';
import type { StatementLine } from './statement-line.ts';

/** A bank's statement that somebody is looking at before its lines are taken in. */
export interface Statement {
  id: string;
  sellerId: string;
  heading: string[];
  rows: string[][];
  columns: ColumnKind[];
  uploadedAt: Date;
  importedAt: Date | null;
  /** How many lines were taken in, and how many were known; null before. */
  taken: number | null;
  known: number | null;
}

export interface StatementRecord extends Omit<Statement, 'id'> {
  _id: string;
  /** The words of the heading as one text: the same bank's next file is read the same way. */
  layout: string;
  /** Whether a person said what its columns hold: only that is remembered. */
  isMapped: boolean;
}

const schema = new Schema<StatementRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    layout: { type: String, required: true },
    isMapped: { type: Boolean, default: false },
    heading: { type: [String], required: true },
    // Texts that were read a moment ago: looking at each of three hundred thousand once more takes seconds.
    rows: { type: Schema.Types.Mixed, required: true },
    columns: [{ type: String, enum: columnKinds }],
    // The lines themselves live on as transfers.
    uploadedAt: { type: Date, required: true, expires: 30 * 86_400 },
    importedAt: { type: Date, default: null },
    taken: { type: Number, default: null },
    known: { type: Number, default: null },
  },
  { versionKey: false, strict: 'throw' },
);

schema.index({ sellerId: 1, layout: 1, uploadedAt: -1 });

export const StatementModel = model<StatementRecord>('Statement', schema, 'statements');

const mostPreamble = 40;
/** As many as the page asks about; what stands further right holds nothing of a transfer. */
const mostColumns = 60;

/** How well rows look like a statement: by the headings among the first of them. */
export const fitOf = (rows: readonly string[][]): number => Math.max(0, ...rows.slice(0, mostPreamble).map(scoreOf));

const scoreOf = (row: readonly string[]): number => guessColumns(row).filter((kind) => kind !== 'none').length;

/**
 * Parts a file into its heading and the rows below: banks put names and periods above the heading, and some write it in two rows, the
 * second saying which half of `Phát sinh` is which, or all of it in English.
 */
export function splitRows(rows: readonly string[][]): { heading: string[]; rows: string[][] } | null {
  const scored = rows.slice(0, mostPreamble).map((row, at) => ({ at, row, score: scoreOf(row) }));
  const best = scored.toSorted((a, b) => b.score - a.score || a.at - b.at)[0];
  if (!best) return null;
  const single = { heading: best.row, end: best.at + 1, score: best.score };
  const found = [-1, 0].flatMap((shift) => joined(rows[best.at + shift], rows[best.at + shift + 1], best.at + shift));
  const [{ heading, end, score } = single] = [single, ...found].toSorted((a, b) => b.score - a.score || b.end - a.end);
  if (heading.length < 2 || score < 2) return null;
  return { heading: heading.slice(0, mostColumns), rows: rows.slice(end).map(withinColumns) };
}

/** Without what stands too far right, and the empty end. */
const withinColumns = (row: readonly string[]): string[] =>
  row.slice(0, mostColumns).slice(0, row.findLastIndex((field) => field !== '') + 1);

/** Two rows as one heading, where neither holds a number: a merged word stands over all of its columns. */
function joined(upper: readonly string[] | undefined, lower: readonly string[] | undefined, at: number) {
  if (!upper || !lower || [...upper, ...lower].some((field) => /^[\d(+-]/.test(field))) return [];
  let over = '';
  const heading = Array.from({ length: Math.max(upper.length, lower.length) }, (_, place) => {
    const [top, below] = [upper[place] ?? '', lower[place] ?? ''];
    if (top !== '' || below === '') over = top;
    return `${below === '' ? top : over} ${below}`.trim();
  });
  return [{ heading, end: at + 2, score: scoreOf(heading) }];
}

/**
 * A number for each line that stays the same when the file, or another one over the same days, is uploaded again. Two lines
 * that are alike in everything are two transfers.
 */
export function numberLines(lines: readonly StatementLine[]): { line: StatementLine; providerId: string }[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const { receivedAt, amountVnd, content, reference } = line;
    const said = JSON.stringify([receivedAt.toISOString(), amountVnd, content, reference]);
    const time = (seen.get(said) ?? 0) + 1;
    seen.set(said, time);
    return { line, providerId: createHash('sha256').update(`${time} ${said}`).digest('hex').slice(0, 32) };
  });
}
