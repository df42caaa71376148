import mongoose from 'mongoose';

export const importKinds = ['households', 'batches', 'invoices'] as const;
export type ImportKind = (typeof importKinds)[number];

/** What running a line made. */
export interface Made {
  line: number;
  /** Of a household its seller's id, of a batch its code, of an invoice its order's number. */
  id: string;
}

/** A sheet that somebody brought: looked at first, then run, then perhaps undone. */
export interface ImportRecord {
  _id: string;
  accountId: string;
  kind: ImportKind;
  /** Which heading holds what; null for a column that is not read. */
  columns: (string | null)[];
  /** Of the headings, so that the next sheet like it need not be asked about. */
  layout: string;
  /** Below the headings, empty ones too: a mistake is told by its line. */
  rows: string[][];
  /** The sheet of a workbook that is read; '' for a text. Absent in those of before, as the next. */
  page?: string;
  /** Other sheets of the same workbook with headings of this kind: each is brought by itself. */
  otherPages?: string[];
  heading: string[];
  /** The line of the headings, from 1. */
  headingLine: number;
  state: 'read' | 'run' | 'undone';
  made: Made[];
  at: Date;
}

const schema = new mongoose.Schema<ImportRecord>(
  {
    _id: { type: String, required: true },
    accountId: { type: String, required: true },
    kind: { type: String, required: true },
    columns: [String],
    layout: { type: String, required: true },
    rows: [[String]],
    page: String,
    otherPages: [String],
    heading: [String],
    headingLine: { type: Number, required: true },
    state: { type: String, required: true },
    made: [{ _id: false, line: Number, id: String }],
    at: { type: Date, required: true },
  },
  { collection: 'imports', versionKey: false, strict: 'throw' },
);
schema.index({ accountId: 1, kind: 1, at: -1 });

export const ImportModel = mongoose.model<ImportRecord>('Import', schema);
