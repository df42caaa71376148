import { writeXlsx } from '../tables.ts';
import { type PrintJob, placedUnits } from './print-job.ts';

/** Header `serial,url`, one line a label, addresses exactly as they are encoded. Codes and addresses need no quoting. */
export const csvOf = (job: PrintJob): string => [...rowsOf(job).map((row) => row.join(',')), ''].join('\r\n');

/** The same for Excel, which makes dates and numbers of serials in a CSV (`0035MAR9`, `00418642`). */
export const xlsxOf = (job: PrintJob): Promise<Buffer> => writeXlsx('labels', rowsOf(job));

const rowsOf = (job: PrintJob): string[][] => [
  ['serial', 'url'],
  ...Array.from(placedUnits(job), ({ unit }) => [unit.serial, unit.url]),
];
