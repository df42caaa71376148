import type { StockShape } from './stock.ts';
import { perPage } from './stock.ts';

/** How a printer departs from the page it is given. */
export interface Calibration {
  xMm: number;
  yMm: number;
  /** What the printer makes of 100 mm, as a factor to undo: 1 leaves all as it is. */
  scaleX: number;
  scaleY: number;
}

export const noCalibration: Calibration = { xMm: 0, yMm: 0, scaleX: 1, scaleY: 1 };

/** The millimetres that 100 mm came out as, which a scale undoes. */
export const measured = (scale: number): number => Math.round(10_000 / scale) / 100;

/** Where a label stands: which page, and its upper left corner in millimetres. */
export interface Cell {
  page: number;
  /** 1 is the first cell of the page, counted along the rows. */
  number: number;
  x: number;
  y: number;
}

/** How many pages so many labels need when the first of them goes to cell `startAt`. */
export const pagesFor = (stock: StockShape, count: number, startAt: number): number =>
  Math.ceil((startAt - 1 + count) / perPage(stock));

/**
 * The cell of the n-th label (from 0). Every position is reckoned from the page's edge, never from the neighbour, so rounding
 * does not add up along a sheet.
 */
export function cellOf(stock: StockShape, index: number, startAt: number): Cell {
  const place = startAt - 1 + index;
  const number = place % perPage(stock);
  return {
    page: Math.floor(place / perPage(stock)),
    number: number + 1,
    x: stock.marginLeft + (number % stock.cols) * stock.pitchX,
    y: stock.marginTop + Math.floor(number / stock.cols) * stock.pitchY,
  };
}

/** The upper left corner of a design centred in a cell, as the calibrated printer must be told. */
export function placeIn(
  cell: Cell,
  stock: StockShape,
  size: { width: number; height: number },
  calibration: Calibration,
): { x: number; y: number } {
  const x = cell.x + (stock.label.width - size.width) / 2;
  const y = cell.y + (stock.label.height - size.height) / 2;
  return { x: x * calibration.scaleX + calibration.xMm, y: y * calibration.scaleY + calibration.yMm };
}
