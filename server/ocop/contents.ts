import { formatDay, formatMoment } from '../format.ts';
import { type ReportSection, reportPdf } from '../press/report.ts';
import { type Cell, type Rows, writeXlsx } from '../tables.ts';
import type { DossierState } from './dossier-state.ts';
import type { PaperState } from './paper-state.ts';
import { ofNoCriterion } from './papers-due.ts';

/** The list of a dossier is read by commune and province: Vietnamese, whatever language its maker reads. */
const stateWords: Record<PaperState['state'], string> = {
  brought: 'có, người làm hồ sơ kèm',
  held: 'có, lấy từ số liệu trên chợ',
  'to-sign': 'có bản nháp, còn phải ký hoặc xác nhận',
  missing: 'thiếu',
  goods: 'nộp kèm hiện vật',
};
const dutyWords: Record<PaperState['duty'], string> = {
  must: 'bắt buộc',
  applies: 'nếu thuộc diện',
  extra: 'thêm điểm',
};

/** One line for each criterion, paper and file: which file proves what, and what is missing. Many papers prove several criteria. */
export function contentsRows({ dossier, set, papers }: DossierState, hashes: ReadonlyMap<string, string>): Rows {
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  const notes = new Map(dossier.notes.map(({ criterion, text }) => [criterion, text]));
  const lines = (head: readonly Cell[], own: readonly PaperState[], note: string): Cell[][] =>
    own.flatMap((paper) => linesOf(paper, hashes).map((line) => [...head, ...line, note]));
  return [
    ['Phần', 'Tiêu chí', 'Tên tiêu chí', 'Giấy tờ', 'Cần', 'Tình trạng', 'Tệp', 'SHA-256', 'Ghi chú'],
    ...lines(['', '', 'Đăng ký'], ofNoCriterion(set, papers), ''),
    ...set.parts.flatMap((part) =>
      part.criteria.flatMap((one) =>
        lines(
          [`${part.id} (${part.points} điểm)`, one.id, one.title.vi],
          one.papers.flatMap((id) => byId.get(id) ?? []),
          notes.get(one.id) ?? '',
        ),
      ),
    ),
  ];
}

function linesOf({ title, duty, state, files }: PaperState, hashes: ReadonlyMap<string, string>): Cell[][] {
  const head = [title.vi, dutyWords[duty], stateWords[state]];
  if (files.length === 0) return [[...head, '', '']];
  return files.map((name) => [...head, name, hashes.get(name) ?? '']);
}

/** That list as a workbook. */
export const contentsTable = (state: DossierState, hashes: ReadonlyMap<string, string>): Promise<Buffer> =>
  writeXlsx('muc-luc', contentsRows(state, hashes));

/** The same to be read on paper. */
export function contentsPdf(state: DossierState, at: Date): Promise<Buffer> {
  const { dossier, productName, set } = state;
  const lines = [
    `Chợ Bình Lư. Lập lúc ${formatMoment(at)}`,
    `Bộ tiêu chí: ${set.title.vi}${dossier.productSet ? ` · ${dossier.productSet}` : ''}`,
    `Nguồn: ${set.source} (tra ${formatDay(set.asOf)}; phải đọc lại bản Công báo trước khi nộp)`,
  ];
  const sections = [missingSection(state), ...paperSections(state)];
  return reportPdf({ title: `Hồ sơ OCOP: ${productName}`, lines, sections, createdAt: at });
}

function missingSection({ papers }: DossierState): ReportSection {
  const lacking = papers.filter(({ state }) => state === 'missing' || state === 'to-sign');
  const lines = lacking.map((one) => [one.title.vi, dutyWords[one.duty], stateWords[one.state]]);
  const heading = 'Còn thiếu';
  if (lines.length === 0) return { heading, note: 'Không thiếu giấy tờ nào trong danh mục.' };
  return { heading, rows: { head: ['Giấy tờ', 'Cần', 'Tình trạng'], lines } };
}

/** The papers of the registration, then those of each criterion. */
function paperSections({ dossier, set, papers }: DossierState): ReportSection[] {
  const notes = new Map(dossier.notes.map(({ criterion, text }) => [criterion, text]));
  const section = (heading: string, own: readonly PaperState[], note?: string): ReportSection => ({
    heading,
    rows: {
      head: ['Giấy tờ', 'Tình trạng', 'Tệp'],
      lines: own.map((paper) => [paper.title.vi, stateWords[paper.state], paper.files.join('\n')]),
    },
    ...(note !== undefined && { note: `Ghi chú: ${note}` }),
  });
  return [
    section('Giấy tờ đăng ký', ofNoCriterion(set, papers)),
    ...set.parts.flatMap((part) =>
      part.criteria.map((one) => {
        const heading = `${one.id}. ${one.title.vi} (phần ${part.id}: ${part.title.vi}, ${part.points} điểm)`;
        const own = papers.filter(({ id }) => one.papers.includes(id));
        return section(heading, own, notes.get(one.id));
      }),
    ),
  ];
}
