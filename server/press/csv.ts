import { type PrintJob, placedUnits } from './print-job.ts';

/** Header `serial,url`, one line a label, addresses exactly as they are encoded. Codes and addresses need no quoting. */
export const csvOf = (job: PrintJob): string =>
  ['serial,url', ...Array.from(placedUnits(job), ({ unit }) => `${unit.serial},${unit.url}`), ''].join('\r\n');
