import { type Bitmap, bitmapsOf, type ThermalDpi } from './bitmap.ts';
import type { PrintJob, Progress } from './print-job.ts';

/**
 * The job for Zebra printers (ZPL II). Text goes as dots: a printer's own font drops ậ, ồ, ế (domain.md, section 7). Rows are
 * packed as ZPL's alternative compression of ^GF (ZPL II Programming Guide, "Alternative Data Compression Scheme").
 */
export async function writeZpl(
  job: PrintJob,
  dpi: ThermalDpi,
  write: (chunk: Buffer) => void,
  progress: Progress = () => {},
): Promise<void> {
  let done = 0;
  for await (const bitmap of bitmapsOf(job, dpi)) {
    write(Buffer.from(labelOf(bitmap), 'latin1'));
    done += 1;
    progress(done);
  }
}

function labelOf({ width, height, bytesPerRow, data }: Bitmap): string {
  const total = bytesPerRow * height;
  return `^XA\n^PW${width}\n^LL${height}\n^LH0,0\n^FO0,0^GFA,${total},${total},${bytesPerRow},${packed(data, bytesPerRow)}^FS\n^XZ\n`;
}

function packed(data: Buffer, bytesPerRow: number): string {
  let before = '';
  let text = '';
  for (let at = 0; at < data.length; at += bytesPerRow) {
    const row = data.toString('hex', at, at + bytesPerRow).toUpperCase();
    text += row === before ? ':' : packRow(row);
    before = row;
  }
  return text;
}

// "," fills a row with zeros, "!" with ones; a repeated digit is preceded by its count.
function packRow(row: string): string {
  const kept = row.replace(/0+$/, '');
  const end = kept.length < row.length ? ',' : '';
  return kept.replaceAll(/([0-9A-F])\1{2,}/g, (run, digit: string) => counted(run.length) + digit) + end;
}

/** z…g stand for 400…20 in steps of 20, Y…G for 19…1; counts add up. */
function counted(count: number): string {
  const large = 'z'.repeat(Math.floor(count / 400));
  const rest = count % 400;
  const twenties = Math.floor(rest / 20);
  const ones = rest % 20;
  return (
    large + (twenties > 0 ? String.fromCharCode(102 + twenties) : '') + (ones > 0 ? String.fromCharCode(70 + ones) : '')
  );
}
