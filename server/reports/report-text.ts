import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { formatDay, formatMoment, formatNumber } from '../format.ts';
import { fromRoot } from '../root.ts';
import { figureText, percentOf } from './indicator.ts';
import type { IndicatorReport, IndicatorRow } from './indicators.ts';
import type { ReportSettings } from './report-settings.ts';

/** What the clauses of each paragraph say, by indicator; the report is Vietnamese whoever reads the page. */
const Clauses = z.array(z.tuple([z.string(), z.string()]));
const words = z
  .strictObject({ doan_2: Clauses, doan_3: Clauses })
  .parse(JSON.parse(readFileSync(fromRoot('server/reports/report-words.json'), 'utf8')));

/** The two paragraphs that concern the market (B.V.2 and B.V.3 of the commune's report), to be corrected before they are used. */
export interface Paragraphs {
  doan_2: string;
  doan_3: string;
}

/** The paragraphs with the period's figures in sentences. What is not known is left out, never told as nought. */
export const paragraphsOf = (report: IndicatorReport): Paragraphs => ({
  doan_2: paragraph(report, words.doan_2),
  doan_3: paragraph(report, words.doan_3),
});

function paragraph({ rows, periods }: IndicatorReport, clauses: readonly (readonly [string, string])[]): string {
  const said = clauses.flatMap(([id, text]) => {
    const row = rows.find(({ indicator }) => indicator.id === id);
    return row && row.value !== null ? text.replace('{n}', figure(row, row.value)) + besides(row) : [];
  });
  const { from, to } = periods.value;
  const when = `Trong kỳ (từ ${formatDay(from)} đến ${formatDay(to)}), trên địa bàn xã`;
  return said.length === 0 ? `${when} chưa có số liệu.` : `${when} ${said.join('; ')}.`;
}

function besides(row: IndicatorRow): string {
  const { previous, cumulated, indicator } = row;
  const parts = [
    ...(previous === null ? [] : [`kỳ trước ${figure(row, previous)}`]),
    ...(cumulated === null || indicator.counts === 'stock' ? [] : [`lũy kế từ đầu năm ${figure(row, cumulated)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

const figure = ({ indicator }: IndicatorRow, value: number): string => figureText(value, indicator, 'vi');

/** What the placeholders of the template stand for. */
export interface ReportData extends Paragraphs {
  [placeholder: string]: unknown;
}

/** Every placeholder with what it says. @param day the report's own, `YYYY-MM-DD` */
export function reportData(
  report: IndicatorReport,
  { paragraphs, number, day }: { paragraphs: Paragraphs; number: string; day: string },
  settings: ReportSettings,
): ReportData {
  const [nam = '', thang = '', ngay = ''] = day.split('-');
  const told = (row: IndicatorRow, value: number | null) => (value === null ? 'chưa có số' : figure(row, value));
  return {
    ...paragraphs,
    xa: settings.commune,
    dia_danh: settings.place,
    so: number,
    ngay,
    thang,
    nam,
    tu_ngay: formatDay(report.periods.value.from),
    den_ngay: formatDay(report.periods.value.to),
    nguon: `Số liệu trích từ hệ thống truy xuất và chợ Bình Lư lúc ${formatMoment(report.at)}`,
    noi_nhan: settings.recipients.map((dong) => ({ dong })),
    chu_ky: settings.signature.map((dong) => ({ dong })),
    nguoi_ky: settings.signer,
    chi_so: report.rows.map((row, place) => ({
      stt: place + 1,
      ten: row.indicator.name.vi,
      don_vi: row.indicator.unit.vi,
      ky_nay: told(row, row.value),
      ky_truoc: told(row, row.previous),
      luy_ke: told(row, row.cumulated),
      danh_gia: assessment(row),
    })),
  };
}

// Words, no signs (the form of annexes).
function assessment({ value, denominator, previous }: IndicatorRow): string {
  if (value !== null && denominator) return `${formatNumber(percentOf(value, denominator), 'vi')} %`;
  if (value === null || previous === null) return '';
  return value === previous ? 'bằng kỳ trước' : value > previous ? 'tăng' : 'giảm';
}

/** The names that a template may use, and must use each once or more: those of `reportData` and of its lists. */
export const placeholders: readonly string[] = [
  'xa',
  'dia_danh',
  'so',
  'ngay',
  'thang',
  'nam',
  'tu_ngay',
  'den_ngay',
  'doan_2',
  'doan_3',
  'nguon',
  'noi_nhan',
  'chu_ky',
  'dong',
  'nguoi_ky',
  'chi_so',
  'stt',
  'ten',
  'don_vi',
  'ky_nay',
  'ky_truoc',
  'luy_ke',
  'danh_gia',
];
