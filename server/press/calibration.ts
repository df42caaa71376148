import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { formatNumber } from '../format.ts';
import { short } from './path.ts';
import { PdfFonts } from './pdf-fonts.ts';
import { forbidScaling, useOnPage } from './pdfkit-inside.ts';
import { type Calibration, cellOf, measured } from './sheet.ts';
import { plainWidth } from './slots.ts';
import { perPage, type StockShape } from './stock.ts';

const pointsPerMm = 72 / 25.4;
const rulerMm = 100;

/** What a test page is for. */
export interface CalibrationPage {
  /** As it is written on the packet. */
  stock: string;
  /** Null for a printer without a name. */
  printer: string | null;
  /** How it is adjusted now. The page itself is printed without. */
  kept: Calibration;
}

/**
 * A test page for one stock and printer: the outline of every label, a cross in the corners of the outer ones, and rulers of
 * 100 mm across and down. Printed on plain paper and held against the sheet, it shows how far the printer is off.
 */
export async function calibrationPdf(stock: StockShape, page: CalibrationPage): Promise<Buffer> {
  const document = new Pdf({
    size: [stock.page.width * pointsPerMm, stock.page.height * pointsPerMm],
    margin: 0,
    pdfVersion: '1.7',
    lang: 'vi',
    info: {
      Title: ['Trang thử máy in', page.printer, page.stock].filter(Boolean).join(', '),
      Creator: 'Chợ Bình Lư',
      Producer: 'Chợ Bình Lư',
      CreationDate: new Date(0),
    },
  });
  forbidScaling(document);
  const fonts = new PdfFonts(document);
  const scale = pointsPerMm.toFixed(6);
  const drawing = [outlines(stock), crosses(stock), rulers(stock), words(stock, page, fonts)].join('\n');
  document.addContent(`q ${scale} 0 0 ${scale} 0 0 cm\n${drawing}\nQ`);
  useOnPage(document, fonts.objects(), {});
  document.end();
  return buffer(document);
}

const mm = (value: number): string => formatNumber(value, 'vi');

const cells = (stock: StockShape) => Array.from({ length: perPage(stock) }, (_, index) => cellOf(stock, index, 1));

const outlines = (stock: StockShape): string =>
  `0.6 G 0.1 w\n${cells(stock)
    .map(({ x, y }) => `${[x, y, stock.label.width, stock.label.height].map(short).join(' ')} re`)
    .join('\n')}\nS`;

/** Crosses on the corners of the whole field of labels: the eye sees a tenth of a millimetre there. */
function crosses(stock: StockShape): string {
  const right = stock.marginLeft + (stock.cols - 1) * stock.pitchX + stock.label.width;
  const bottom = stock.marginTop + (stock.rows - 1) * stock.pitchY + stock.label.height;
  const corners = [stock.marginLeft, right].flatMap((x) => [stock.marginTop, bottom].map((y) => ({ x, y })));
  const lines = corners.map(({ x, y }) =>
    [
      `${short(x - 4)} ${short(y)} m ${short(x + 4)} ${short(y)} l`,
      `${short(x)} ${short(y - 4)} m ${short(x)} ${short(y + 4)} l`,
    ].join('\n'),
  );
  return `0 G 0.15 w\n${lines.join('\n')}\nS`;
}

/** A ruler across and one down, each exactly 100 mm or as much as the page holds. */
function rulers({ page }: StockShape): string {
  const across = Math.min(rulerMm, page.width - 16);
  const down = Math.min(rulerMm, page.height - 16);
  const [x, y] = [(page.width - across) / 2, page.height / 2];
  const top = (page.height - down) / 2;
  const marks = [
    `${short(x)} ${short(y)} m ${short(x + across)} ${short(y)} l`,
    `${short(page.width / 2)} ${short(top)} m ${short(page.width / 2)} ${short(top + down)} l`,
  ];
  for (let mm = 0; mm <= across; mm += 1)
    marks.push(`${short(x + mm)} ${short(y)} m ${short(x + mm)} ${short(y - tick(mm))} l`);
  for (let mm = 0; mm <= down; mm += 1) {
    marks.push(
      `${short(page.width / 2)} ${short(top + mm)} m ${short(page.width / 2 + tick(mm))} ${short(top + mm)} l`,
    );
  }
  return `0 G 0.12 w\n${marks.join('\n')}\nS`;
}

const tick = (mm: number): number => (mm % 10 === 0 ? 3 : mm % 5 === 0 ? 2 : 1);

/** In the quarter of the page that no ruler crosses. */
function words(
  { page, label, cols, rows }: StockShape,
  { stock, printer, kept }: CalibrationPage,
  fonts: PdfFonts,
): string {
  const lines = [
    `Trang thử máy in: ${stock}`,
    ...(printer === null ? [] : [`Máy in: ${printer}`]),
    `${cols} × ${rows} tem ${mm(label.width)} × ${mm(label.height)} mm`,
    'In tỷ lệ 100 % lên giấy thường, đo hai thước:',
    'phải đúng 100 mm. Áp lên tờ tem, soi trước ánh sáng.',
    'Khung in lệch phải 1 mm thì điền “Đẩy ngang” −1,',
    'lệch xuống 1 mm thì điền “Đẩy dọc” −1.',
    `Đang giữ: đẩy ngang ${mm(kept.xMm)}, đẩy dọc ${mm(kept.yMm)},`,
    `thước 100 mm đo được ${mm(measured(kept.scaleX))} ngang, ${mm(measured(kept.scaleY))} dọc.`,
    'Trang này in chưa chỉnh: đo rồi điền lại từ đầu.',
  ];
  const widest = Math.max(...lines.map((line) => plainWidth(400, line)));
  const fontSize = Math.min(2.8, (page.width / 2 - 14) / widest);
  // Nobody reads that; the printing page says the same.
  if (fontSize < 1.2) return '';
  const x = page.width / 2 + 6;
  return lines
    .map((line, index) => fonts.line(line, 400, { x, y: page.height / 2 + 6 + index * fontSize * 1.5, fontSize }))
    .map((line) => `0 g ${line}`)
    .join('\n');
}
