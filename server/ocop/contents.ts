import { formatDay, formatMoment } from '../format.ts';
import { type ReportSection, reportPdf } from '../press/report.ts';
import { type Cell, type Rows, writeXlsx } from '../tables.ts';
import type { DossierState } from './dossier-state.ts';
import type { PaperState } from './paper-state.ts';

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
  const used = new Set(set.parts.flatMap(({ criteria }) => criteria.flatMap((one) => one.papers)));
  const general = papers.filter(({ id }) => !used.has(id));
  const notes = new Map(dossier.notes.map(({ criterion, text }) => [criterion, text]));
  const lines = (head: readonly Cell[], own: readonly PaperState[], note: string): Cell[][] =>
    own.flatMap((paper) => linesOf(paper, hashes).map((line) => [...head, ...line, note]));
  return [
    ['Phần', 'Tiêu chí', 'Tên tiêu chí', 'Giấy tờ', 'Cần', 'Tình trạng', 'Tệp', 'SHA-256', 'Ghi chú'],
    ...lines(['', '', 'Đăng ký'], general, ''),
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
export function contentsPdf({ dossier, productName, set, papers }: DossierState, at: Date): Promise<Buffer> {
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  const notes = new Map(dossier.notes.map(({ criterion, text }) => [criterion, text]));
  const missing = papers.filter(({ state }) => state === 'missing' || state === 'to-sign');
  const sections: ReportSection[] = [
    {
      heading: 'Còn thiếu',
      ...(missing.length === 0
        ? { note: 'Không thiếu giấy tờ nào trong danh mục.' }
        : {
            rows: {
              head: ['Giấy tờ', 'Cần', 'Tình trạng'],
              lines: missing.map((one) => [one.title.vi, dutyWords[one.duty], stateWords[one.state]]),
            },
          }),
    },
    ...set.parts.flatMap((part) =>
      part.criteria.map(
        (one): ReportSection => ({
          heading: `${one.id}. ${one.title.vi} (phần ${part.id}: ${part.title.vi}, ${part.points} điểm)`,
          rows: {
            head: ['Giấy tờ', 'Tình trạng', 'Tệp'],
            lines: one.papers
              .flatMap((id) => byId.get(id) ?? [])
              .map((paper) => [paper.title.vi, stateWords[paper.state], paper.files.join('\n')]),
          },
          ...(notes.has(one.id) && { note: `Ghi chú: ${notes.get(one.id) ?? ''}` }),
        }),
      ),
    ),
  ];
  const lines = [
    `Chợ Bình Lư. Lập lúc ${formatMoment(at)}`,
    `Bộ tiêu chí: ${set.title.vi}${dossier.productSet ? ` · ${dossier.productSet}` : ''}`,
    `Nguồn: ${set.source} (tra ${formatDay(set.asOf)}; phải đọc lại bản Công báo trước khi nộp)`,
  ];
  return reportPdf({ title: `Hồ sơ OCOP: ${productName}`, lines, sections, createdAt: at });
}
