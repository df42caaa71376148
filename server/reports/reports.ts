import { readFileSync } from 'node:fs';
import { isObjectIdOrHexString, Types } from 'mongoose';
import type { Actor } from '../actor.ts';
import { bytesOf } from '../database/kept-bytes.ts';
import { forbidden, missing } from '../errors.ts';
import { dayOf } from '../format.ts';
import { fromRoot } from '../root.ts';
import type { Rows } from '../tables.ts';
import { fillTemplate, readTemplate } from './docx-template.ts';
import type { IndicatorReport } from './indicators.ts';
import { getReportSettings } from './report-settings.ts';
import { type Paragraphs, paragraphsOf, placeholders, reportData } from './report-text.ts';
import { ReportTemplateModel, SavedReportModel, type SavedReportRecord } from './saved-report.ts';

/** A saved report without its files. */
export interface SavedReport extends Omit<SavedReportRecord, '_id' | 'docx'> {
  id: string;
}

export interface WantedReport {
  /** before "/BC-UBND"; may be empty until the office gives one */
  number: string;
  day: string;
  paragraphs: Paragraphs;
}

/** The document of a period as it would be made now, nothing corrected. */
export async function draftDocx(report: IndicatorReport): Promise<Buffer> {
  const wanted = { number: '', day: dayOf(report.at), paragraphs: paragraphsOf(report) };
  return fillTemplate(await templateInForce(), reportData(report, wanted, await getReportSettings()));
}

/**
 * Makes the report and keeps it with all that it says.
 * @param table its figures as they go to a spreadsheet
 * @returns its id
 * @throws forbidden('not-for-your-role')
 */
export async function saveReport(
  actor: Actor,
  report: IndicatorReport,
  wanted: WantedReport,
  table: Rows,
): Promise<string> {
  requireOfficer(actor);
  const docx = fillTemplate(await templateInForce(), reportData(report, wanted, await getReportSettings()));
  const _id = new Types.ObjectId();
  const { from, to } = report.periods.value;
  await SavedReportModel.create({ _id, from, to, ...wanted, table, docx, at: report.at, by: actor.name });
  return _id.toHexString();
}

/** The reports made so far, the last first. @throws forbidden('not-for-your-role') */
export async function listReports(actor: Actor): Promise<SavedReport[]> {
  requireOfficer(actor);
  const records = await SavedReportModel.find({}, { docx: 0, table: 0 })
    .sort({ _id: -1 })
    .limit(200)
    .lean<SavedReportRecord[]>();
  return records.map((record) => present({ ...record, table: [] }));
}

/** @throws forbidden('not-for-your-role'), missing('report-not-found') */
export async function getReport(actor: Actor, id: string): Promise<SavedReport & { docx: Buffer }> {
  requireOfficer(actor);
  const record = isObjectIdOrHexString(id) ? await SavedReportModel.findById(id).lean<SavedReportRecord>() : null;
  if (!record) throw missing('report-not-found');
  return { ...present(record), docx: bytesOf(record.docx) };
}

/** The template that reports are made of: the commune's own, else the one that comes with the program. */
export async function templateInForce(): Promise<Buffer> {
  const own = await ReportTemplateModel.findOne().sort({ at: -1, _id: -1 }).lean<{ bytes: Buffer }>();
  return own ? bytesOf(own.bytes) : readFileSync(fromRoot('server/reports/templates/bao-cao.docx'));
}

/** Takes a template that was edited in Word. @throws forbidden('not-for-your-role'), what `readTemplate` throws */
export async function takeTemplate(actor: Actor, bytes: Buffer, at: Date): Promise<void> {
  requireOfficer(actor);
  readTemplate(bytes, placeholders);
  await ReportTemplateModel.create({ _id: new Types.ObjectId(), bytes, at, by: actor.name });
}

/** Who put the template there and when; null while it is the one that comes with the program. */
export async function templateBook(): Promise<{ at: Date; by: string }[]> {
  const records = await ReportTemplateModel.find({}, { bytes: 0 })
    .sort({ at: -1, _id: -1 })
    .limit(20)
    .lean<{ at: Date; by: string }[]>();
  return records.map(({ at, by }) => ({ at, by }));
}

function requireOfficer(actor: Actor): void {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
}

const present = ({ _id, from, to, number, day, paragraphs, table, at, by }: SavedReportRecord): SavedReport => ({
  id: _id.toHexString(),
  from,
  to,
  number,
  day,
  paragraphs,
  table,
  at,
  by,
});
