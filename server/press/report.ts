import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { drawable, fontFile } from './fonts.ts';

/** A report as it is read on paper: facts and tables under headings. */
export interface Report {
  title: string;
  /** Below the title: who made it, when. */
  lines: readonly string[];
  sections: readonly ReportSection[];
  createdAt: Date;
}

export interface ReportSection {
  heading: string;
  facts?: readonly (readonly [name: string, value: string])[];
  rows?: { head: readonly string[]; lines: readonly (readonly string[])[] };
  note?: string;
}

const margin = 50;
const plain = 'plain';
const bold = 'bold';

/** A report as a PDF on A4, its pages numbered, the letters embedded. */
export async function reportPdf(report: Report): Promise<Buffer> {
  const { title, createdAt } = report;
  const info = { Title: drawable(title), Creator: 'Chợ Bình Lư', Producer: 'Chợ Bình Lư', CreationDate: createdAt };
  const document = new Pdf({ size: 'A4', margin, bufferPages: true, lang: 'vi', info });
  document.registerFont(plain, fontFile(400)).registerFont(bold, fontFile(700));
  document.font(bold).fontSize(18).text(drawable(title));
  document.font(plain).fontSize(9).fillColor('#444444');
  for (const line of report.lines) document.text(drawable(line));
  for (const section of report.sections) drawSection(document, section);
  numberPages(document);
  document.end();
  return buffer(document);
}

function drawSection(document: PDFKit.PDFDocument, { heading, facts = [], rows, note }: ReportSection): void {
  document.moveDown(1).fillColor('#1f2a5a').font(bold).fontSize(12).text(drawable(heading), margin);
  document.moveDown(0.3).fillColor('#000000').fontSize(9);
  for (const [name, value] of facts) {
    document.font(bold).text(`${drawable(name)}: `, margin, document.y, { continued: true });
    document.font(plain).text(drawable(value));
  }
  if (rows && rows.lines.length > 0) drawRows(document, rows);
  if (!note) return;
  document.moveDown(0.3).font(plain).fillColor('#444444');
  for (const line of note.split('\n')) document.text(drawable(line), margin);
}

function drawRows(document: PDFKit.PDFDocument, { head, lines }: NonNullable<ReportSection['rows']>): void {
  const cells = (texts: readonly string[]) => texts.map(drawable);
  document.fontSize(8).font(plain);
  document.table({
    rowStyles: (row) => (row === 0 ? { backgroundColor: '#eeeeee' } : {}),
    defaultStyle: { padding: 3, border: 0.5, borderColor: '#bbbbbb' },
    data: [cells(head), ...lines.map(cells)],
  });
  document.fontSize(9).x = margin;
}

function numberPages(document: PDFKit.PDFDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    const { width, height } = document.page;
    // Below the margin a page would end and another begin.
    document.page.margins.bottom = 0;
    const place = { width: width - 2 * margin, align: 'right' as const, lineBreak: false };
    document.font(plain).fontSize(8).fillColor('#444444');
    document.text(`${page - start + 1}/${count}`, margin, height - 30, place);
  }
}
