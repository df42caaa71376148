import { model, Schema, type Types } from 'mongoose';
import type { Rows } from '../tables.ts';
import type { Paragraphs } from './report-text.ts';

/** A report as it was made: whatever is counted or corrected afterwards changes nothing of it. */
export interface SavedReportRecord {
  _id: Types.ObjectId;
  from: string;
  to: string;
  number: string;
  /** the report's own day, `YYYY-MM-DD` */
  day: string;
  paragraphs: Paragraphs;
  /** the table of its figures, for spreadsheets */
  table: Rows;
  docx: Buffer;
  at: Date;
  by: string;
}

/** The commune's own template; none: the one that comes with the program. */
export interface ReportTemplateRecord {
  _id: Types.ObjectId;
  bytes: Buffer;
  at: Date;
  by: string;
}

const saved = new Schema<SavedReportRecord>(
  {
    from: String,
    to: String,
    number: String,
    day: String,
    paragraphs: { doan_2: String, doan_3: String },
    table: { type: Schema.Types.Mixed, required: true } as never,
    docx: Buffer,
    at: Date,
    by: String,
  },
  { versionKey: false, strict: 'throw' },
);

const template = new Schema<ReportTemplateRecord>(
  { bytes: Buffer, at: Date, by: String },
  { versionKey: false, strict: 'throw' },
);

export const SavedReportModel = model<SavedReportRecord>('SavedReport', saved, 'saved_reports');
export const ReportTemplateModel = model<ReportTemplateRecord>('ReportTemplate', template, 'report_templates');
