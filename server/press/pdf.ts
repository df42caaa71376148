import Pdf from 'pdfkit';
import { pagesOf, type Sticker } from './pages.ts';
import { short } from './path.ts';
import { PdfFonts } from './pdf-fonts.ts';
import { ownOperators, picturesOf, sharedOperators } from './pdf-label.ts';
import { rulerOperators } from './pdf-ruler.ts';
import { addForm, addPicture, forbidScaling, type PdfObject, useOnPage } from './pdfkit-inside.ts';
import type { PrintJob, Progress } from './print-job.ts';
import { countOf } from './print-job.ts';
import { pagesFor } from './sheet.ts';

const pointsPerMm = 72 / 25.4;

/**
 * The sheets of a job as a PDF: page size and places exact, symbols and letters as vectors, fonts embedded as subsets. What
 * labels share is in the file once, so a label costs its symbol's one path and its serial.
 * @param write takes the bytes as they come, so a long run needs little memory
 */
export async function writePdf(
  job: PrintJob,
  write: (chunk: Buffer) => void,
  progress: Progress = () => {},
): Promise<void> {
  const document = new Pdf({ autoFirstPage: false, pdfVersion: '1.7', lang: 'vi', info: infoOf(job) });
  forbidScaling(document);
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', write).on('end', resolve).on('error', reject);
  });
  const fonts = new PdfFonts(document);
  const forms = formsOf(job, document, fonts);
  const pages = pagesFor(job.stock, countOf(job), job.startAt);
  let done = 0;
  let page = 0;
  for (const stickers of pagesOf(job)) {
    page += 1;
    addPage(document, job);
    document.addContent(pageOperators(job, stickers, fonts, { page, pages }));
    useOnPage(document, fonts.objects(), forms);
    done += stickers.length;
    progress(done);
    // Lets the stream hand on what is ready, and a cancelled run end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  document.end();
  await ended;
}

/** The same, in one piece. */
export async function pdfOf(job: PrintJob): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await writePdf(job, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
}

const infoOf = (job: PrintJob) => ({
  Title: job.title,
  Creator: 'Chợ Bình Lư',
  Producer: 'Chợ Bình Lư',
  CreationDate: job.createdAt,
});

function addPage(document: PDFKit.PDFDocument, job: PrintJob): void {
  const { width, height } = job.stock.page;
  document.addPage({ size: [width * pointsPerMm, height * pointsPerMm], margin: 0 });
}

function formsOf(job: PrintJob, document: PDFKit.PDFDocument, fonts: PdfFonts): Record<string, PdfObject> {
  return Object.fromEntries(
    job.parts.map(({ drawing, folder }, index) => {
      const content = sharedOperators(drawing, fonts);
      const images = Object.fromEntries(
        picturesOf(drawing, folder).map(({ name, bytes }) => [name, addPicture(document, name, bytes)]),
      );
      const box = [0, 0, drawing.width, drawing.height];
      return [`L${index}`, addForm(document, { box, fonts: fonts.objects(), images, content })];
    }),
  );
}

function pageOperators(
  job: PrintJob,
  stickers: readonly Sticker[],
  fonts: PdfFonts,
  place: { page: number; pages: number },
): string {
  const { scaleX, scaleY } = job.calibration;
  const labels = stickers.map(({ part, number, unit, x, y }) =>
    [
      `q ${scaleX} 0 0 ${scaleY} ${short(x)} ${short(y)} cm /L${number} Do`,
      ownOperators(part.drawing, unit, part.version, fonts),
      'Q',
    ].join('\n'),
  );
  const margin = rulerOperators(job, fonts, place);
  return `q ${pointsPerMm.toFixed(6)} 0 0 ${pointsPerMm.toFixed(6)} 0 0 cm\n${labels.join('\n')}\n${margin}\nQ`;
}
