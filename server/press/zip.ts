import { Zip, ZipPassThrough } from 'fflate';
import { pngOf } from './png.ts';
import { countOf, type PrintJob, type Progress, placedUnits } from './print-job.ts';

/** Every label as a PNG, numbered in the order of printing: `0001-0001QZPJ.png`. PNGs are not packed a second time. */
export async function writeZip(
  job: PrintJob,
  write: (chunk: Buffer) => void,
  progress: Progress = () => {},
): Promise<void> {
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    write(Buffer.from(chunk));
  });
  const digits = Math.max(4, String(countOf(job)).length);
  let done = 0;
  for (const placed of placedUnits(job)) {
    const part = job.parts[placed.part];
    if (!part) throw new RangeError('a label belongs to a part');
    const number = String(done + 1).padStart(digits, '0');
    const name = [number, placed.unit.serial].filter(Boolean).join('-');
    const file = new ZipPassThrough(`${name}.png`);
    // The run's own time, so that the same run gives the same bytes. A zip knows no time before 1980.
    file.mtime = job.createdAt;
    zip.add(file);
    file.push(await pngOf(part, placed.unit), true);
    done += 1;
    progress(done);
  }
  zip.end();
}
