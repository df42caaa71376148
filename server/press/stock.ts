import { z } from 'zod';

const Millimetres = z.number().positive().max(1000);
const Margin = z.number().min(0).max(500);

/** The geometry of a sheet or roll of labels, in millimetres: page edge to first label, then from label edge to label edge. */
export const StockShape = z.strictObject({
  page: z.strictObject({ width: Millimetres, height: Millimetres }),
  cols: z.int().min(1).max(40),
  rows: z.int().min(1).max(60),
  label: z.strictObject({ width: Millimetres, height: Millimetres }),
  marginLeft: Margin,
  marginTop: Margin,
  pitchX: Millimetres,
  pitchY: Millimetres,
  cornerRadius: z.number().min(0).max(50),
});
export type StockShape = z.infer<typeof StockShape>;

export const Stock = StockShape.extend({
  id: z.string().regex(/^[a-z0-9-]+$/),
  brand: z.string(),
  part: z.string(),
  kind: z.enum(['sheet', 'roll']),
  paper: z.string(),
  /** Its margins are assumed, not published: "đo lại trước khi in". */
  remeasure: z.boolean(),
  /** Millimetres of carrier between two labels of a roll. */
  feedGap: z.number().min(0).optional(),
  aliases: z.array(z.string()),
  confidence: z.string(),
  note: z.string().optional(),
  source: z.array(z.string()).min(1),
});
export type Stock = z.infer<typeof Stock>;

/** A roll is cut by the printer, so its page is one row of labels. */
export const perPage = (stock: StockShape): number => stock.cols * stock.rows;

// Makers round pitches to a tenth; what overlaps the page's edge by less than that is still on it.
const roundingMm = 0.1;

export interface StockCheck {
  /** Millimetres left over at the far edges; less than nothing when labels hang over. */
  right: number;
  bottom: number;
  fitsX: boolean;
  fitsY: boolean;
  fits: boolean;
  overlaps: boolean;
  symmetricX: boolean;
  symmetricY: boolean;
}

/** Whether the labels stay on the page, keep clear of one another, and leave like margins on both sides (within 0.6 mm). */
export function checkStock(stock: StockShape): StockCheck {
  const right = stock.page.width - stock.marginLeft - (stock.cols - 1) * stock.pitchX - stock.label.width;
  const bottom = stock.page.height - stock.marginTop - (stock.rows - 1) * stock.pitchY - stock.label.height;
  const [fitsX, fitsY] = [right >= -roundingMm, bottom >= -roundingMm];
  return {
    right,
    bottom,
    fitsX,
    fitsY,
    fits: fitsX && fitsY,
    overlaps:
      (stock.cols > 1 && stock.pitchX < stock.label.width - roundingMm) ||
      (stock.rows > 1 && stock.pitchY < stock.label.height - roundingMm),
    symmetricX: Math.abs(right - stock.marginLeft) <= 0.6,
    symmetricY: Math.abs(bottom - stock.marginTop) <= 0.6,
  };
}

/** Whether a label of this size can be printed on the stock: not larger, and not lost on it. */
export function holds(stock: StockShape, size: { width: number; height: number }): boolean {
  const { width, height } = stock.label;
  const enough = size.width <= width + 0.05 && size.height <= height + 0.05;
  return enough && size.width * size.height >= 0.45 * width * height;
}
