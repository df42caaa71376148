import { type Part, type PrintedUnit, type PrintJob, placedUnits } from './print-job.ts';
import { cellOf, placeIn } from './sheet.ts';

/** One label where it is printed, in millimetres from the page's upper left corner. */
export interface Sticker {
  part: Part;
  /** Which part of the job. */
  number: number;
  unit: PrintedUnit;
  x: number;
  y: number;
  cell: number;
}

/** The labels of a job page by page, in the order of their cells. */
export function* pagesOf(job: PrintJob): Generator<Sticker[]> {
  let page: Sticker[] = [];
  let current = 0;
  let index = 0;
  for (const placed of placedUnits(job)) {
    const part = job.parts[placed.part];
    const cell = cellOf(job.stock, index, job.startAt);
    if (!part) throw new RangeError('a label belongs to a part');
    if (cell.page !== current) {
      yield page;
      page = [];
      current = cell.page;
    }
    page.push({
      part,
      number: placed.part,
      unit: placed.unit,
      ...placeIn(cell, job.stock, part.drawing, job.calibration),
      cell: cell.number,
    });
    index += 1;
  }
  if (page.length > 0) yield page;
}
