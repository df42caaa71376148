import { type Bitmap, bitmapsOf, type ThermalDpi } from './bitmap.ts';
import type { PrintJob, Progress } from './print-job.ts';

/**
 * The job for TSC, Xprinter and the many printers that speak TSPL (TSPL/TSPL2 Programming, BITMAP). Text goes as dots; whole
 * bitmaps rather than stored graphics, because small printers of this family differ in what they can store.
 * @param feedGap millimetres of carrier between two labels
 */
export async function writeTspl(
  job: PrintJob,
  { dpi, feedGap }: { dpi: ThermalDpi; feedGap: number },
  write: (chunk: Buffer) => void,
  progress: Progress = () => {},
): Promise<void> {
  const dots = dpi === 203 ? 8 : 300 / 25.4;
  let done = 0;
  for await (const bitmap of bitmapsOf(job, dpi)) {
    if (done === 0) write(Buffer.from(head(bitmap, dots, feedGap), 'latin1'));
    write(Buffer.from(`CLS\r\nBITMAP 0,0,${bitmap.bytesPerRow},${bitmap.height},0,`, 'latin1'));
    write(inverted(bitmap));
    write(Buffer.from('\r\nPRINT 1,1\r\n', 'latin1'));
    done += 1;
    progress(done);
  }
}

const head = ({ width, height }: Bitmap, dots: number, gap: number): string =>
  `SIZE ${(width / dots).toFixed(1)} mm,${(height / dots).toFixed(1)} mm\r\nGAP ${gap} mm,0 mm\r\nDIRECTION 1\r\n`;

// TSPL prints where a bit is 0; the bits that fill up a row's last byte stay white.
function inverted({ data }: Bitmap): Buffer {
  return Buffer.from(data.map((byte) => ~byte & 0xff));
}
