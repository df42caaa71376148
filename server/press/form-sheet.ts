import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { drawable, fontFile } from './fonts.ts';

/** A form of bookkeeping as it is printed: who on the left, which form on the right, a table, and who signs. */
export interface FormSheet {
  left: readonly string[];
  right: readonly string[];
  title: string;
  below: readonly string[];
  unit: string;
  heads: readonly string[];
  /** the row under the heads: A, B, 1 */
  letters: readonly string[];
  /** of the columns, points */
  widths: readonly number[];
  lines: readonly (readonly string[])[];
  total: readonly string[];
  foot: readonly string[];
  createdAt: Date;
}

const margin = 50;
const plain = 'plain';
const bold = 'bold';
const half = 245;

/** The form on A4, the letters embedded. */
export async function formSheetPdf(sheet: FormSheet): Promise<Buffer> {
  const info = { Title: drawable(sheet.title), Creator: 'Chợ Bình Lư', CreationDate: sheet.createdAt };
  const document = new Pdf({ size: 'A4', margin, lang: 'vi', info });
  document.registerFont(plain, fontFile(400)).registerFont(bold, fontFile(700));
  drawHead(document, sheet);
  drawTable(document, sheet);
  drawFoot(document, sheet);
  document.end();
  return buffer(document);
}

function drawHead(document: PDFKit.PDFDocument, { left, right, title, below, unit }: FormSheet): void {
  const top = document.y;
  document.font(plain).fontSize(10);
  for (const line of left) document.text(drawable(line), margin, document.y, { width: half });
  const ended = document.y;
  document.y = top;
  for (const [place, line] of right.entries())
    document
      .font(place === 0 ? bold : plain)
      .fontSize(place === 0 ? 10 : 8)
      .text(drawable(line), margin + half + 10, document.y, { width: half, align: 'center' });
  document.y = Math.max(document.y, ended) + 12;
  document.font(bold).fontSize(13).text(drawable(title), margin, document.y, { align: 'center' });
  document.font(plain).fontSize(10);
  for (const line of below) document.text(drawable(line), { align: 'center' });
  document.moveDown(0.5).text(drawable(unit), { align: 'right' }).moveDown(0.3);
}

function drawTable(document: PDFKit.PDFDocument, { heads, letters, widths, lines, total }: FormSheet): void {
  const cell = (text: string, place: number, isHead = false) => ({
    text: drawable(text),
    align: { x: isHead ? 'center' : place === widths.length - 1 ? 'right' : 'left', y: 'top' } as const,
  });
  document.fontSize(9).table({
    columnStyles: [...widths],
    defaultStyle: { padding: 3, border: 0.5 },
    data: [
      ...[heads, letters].map((row) => row.map((text, place) => cell(text, place, true))),
      ...[...lines, total].map((row) => row.map((text, place) => cell(text, place))),
    ],
  });
}

function drawFoot(document: PDFKit.PDFDocument, { foot }: FormSheet): void {
  // Who signs stands on the page of the last line, or whole on the next.
  if (document.y > document.page.height - margin - 110) document.addPage();
  document.moveDown(1).fontSize(10);
  for (const [place, line] of foot.entries())
    document
      .font(place === 1 ? bold : plain)
      .text(drawable(line), margin + half, document.y, { width: half, align: 'center' });
}
