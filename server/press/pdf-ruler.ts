import { short } from './path.ts';
import type { PdfFonts } from './pdf-fonts.ts';
import type { PrintJob } from './print-job.ts';
import { plainWidth } from './slots.ts';

const rulerMm = 100;
// Printers leave the outer 4 mm or so of the sheet blank; the ruler and its words need 4 mm more.
const unprintableMm = 4.2;
const neededMm = 8.4;

/**
 * A ruler of exactly 100 mm in the margin, where there is one: somebody who lays a ruler on it sees whether the print dialog has
 * rescaled the page. Beside it what the sheet is. Nothing when the labels reach to the edge.
 */
export function rulerOperators(
  job: PrintJob,
  fonts: PdfFonts,
  { page, pages }: { page: number; pages: number },
): string {
  const { stock, calibration } = job;
  const margin = stock.page.height - stock.marginTop - (stock.rows - 1) * stock.pitchY - stock.label.height;
  if (margin < neededMm || stock.page.width < rulerMm + 30) return '';
  const x = (stock.page.width - rulerMm * calibration.scaleX) / 2;
  const y = stock.page.height - unprintableMm;
  const about = [job.footer, `trang ${page}/${pages}`].filter(Boolean).join(' · ');
  const words = `Thước 100 mm: đo không đúng thì đặt tỷ lệ in 100 %.   ${about}`;
  const fontSize = Math.min(1.9, (stock.page.width - 20) / plainWidth(400, words));
  const start = (stock.page.width - plainWidth(400, words) * fontSize) / 2;
  return `q 0.35 g 0.35 G 0.15 w\n${ticks(x, y, calibration.scaleX)} S\n${fonts.line(words, 400, { x: start, y: y - 2.1, fontSize })}\nQ`;
}

function ticks(x: number, y: number, scale: number): string {
  const marks = Array.from({ length: 11 }, (_, index) => {
    const at = short(x + index * 10 * scale);
    return `${at} ${short(y - (index % 5 === 0 ? 1.6 : 0.9))} m ${at} ${short(y)} l`;
  });
  return [`${short(x)} ${short(y)} m ${short(x + rulerMm * scale)} ${short(y)} l`, ...marks].join('\n');
}
