import { createHash } from 'node:crypto';
import { model, Schema } from 'mongoose';
import { type ColumnKind, columnKinds, guessColumns, type StatementLine } from './statement-line.ts';

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
}

const schema = new Schema<StatementRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    layout: { type: String, required: true },
    heading: { type: [String], required: true },
    rows: { type: [[String]], required: true },
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

const mostPreamble = 30;

/** Parts a file into its heading and the lines below: banks put names and periods above the heading. */
export function splitRows(rows: readonly string[][]): { heading: string[]; rows: string[][] } | null {
  const score = (row: readonly string[]) => guessColumns(row).filter((kind) => kind !== 'none').length;
  const scored = rows.slice(0, mostPreamble).map((row, at) => ({ at, score: score(row) }));
  const best = scored.sort((a, b) => b.score - a.score || a.at - b.at)[0];
  const heading = best && rows[best.at];
  if (!best || !heading || heading.length < 2 || best.score < 2) return null;
  return { heading, rows: rows.slice(best.at + 1) };
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
