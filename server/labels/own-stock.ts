import { model, Schema, Types } from 'mongoose';
import type { Mistake } from '../errors.ts';
import { checkStock, type Stock, type StockShape } from '../press/stock.ts';

/** The papers that somebody who measures can name: a standard page, a page of one's own size, or a roll. */
export const papers = ['A4', 'Letter', 'custom', 'roll'] as const;
export type Paper = (typeof papers)[number];

/** A paper as it was measured with a ruler; millimetres. */
export interface MeasuredStock {
  name: string;
  paper: Paper;
  /** Only for a page of one's own size. */
  pageWidth?: number | undefined;
  pageHeight?: number | undefined;
  columns: number;
  /** A roll has one row, whatever stands here. */
  rows: number;
  labelWidth: number;
  labelHeight: number;
  marginLeft: number;
  marginTop: number;
  /** Between one label's edge and the next one's. */
  gapX: number;
  gapY: number;
}

export interface OwnStockRecord {
  _id: Types.ObjectId;
  sellerId: string;
  name: string;
  paper: Paper;
  shape: StockShape;
  feedGap: number;
  createdAt: Date;
  createdBy: string;
  requestId?: string;
}

const schema = new Schema<OwnStockRecord>(
  {
    sellerId: { type: String, required: true },
    name: { type: String, required: true },
    paper: { type: String, enum: papers, required: true },
    shape: { type: Schema.Types.Mixed, required: true },
    feedGap: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    createdBy: { type: String, required: true },
    requestId: { type: String },
  },
  { collection: 'label_stocks', versionKey: false },
);
schema.index({ sellerId: 1, _id: 1 });
schema.index({ requestId: 1 }, { unique: true, partialFilterExpression: { requestId: { $exists: true } } });
export const OwnStockModel = model<OwnStockRecord>('LabelStock', schema);

const pages: Readonly<Record<'A4' | 'Letter', StockShape['page']>> = {
  A4: { width: 210, height: 297 },
  Letter: { width: 215.9, height: 279.4 },
};

/** The geometry of what was measured. A roll is cut between labels, so its page is one row, as wide as its carrier. */
export function shapeOf(measured: MeasuredStock): StockShape {
  const { columns: cols, labelWidth, labelHeight, marginLeft } = measured;
  const isRoll = measured.paper === 'roll';
  const pitchX = tenths(labelWidth + measured.gapX);
  const carrier = { width: tenths(2 * marginLeft + (cols - 1) * pitchX + labelWidth), height: labelHeight };
  return {
    page: isRoll ? carrier : pageOf(measured),
    cols,
    rows: isRoll ? 1 : measured.rows,
    label: { width: labelWidth, height: labelHeight },
    marginLeft,
    marginTop: isRoll ? 0 : measured.marginTop,
    pitchX,
    pitchY: isRoll ? labelHeight : tenths(labelHeight + measured.gapY),
    cornerRadius: 0,
  };
}

function pageOf({ paper, pageWidth = 0, pageHeight = 0 }: MeasuredStock): StockShape['page'] {
  return paper === 'A4' || paper === 'Letter' ? pages[paper] : { width: pageWidth, height: pageHeight };
}

// Sums of decimals such as 63.5 + 2.6 must not come out as 66.10000000000001.
const tenths = (mm: number): number => Math.round(mm * 1000) / 1000;

/** What is wrong with the measures: a page without a size, labels that hang over an edge, each with how much it is. */
export function mistakesOf(measured: MeasuredStock): Mistake[] {
  const unsaid = (['pageWidth', 'pageHeight'] as const).filter(
    (side) => measured.paper === 'custom' && measured[side] === undefined,
  );
  if (unsaid.length > 0) return unsaid.map((side) => ({ pointer: `/${side}`, code: 'required' }));
  const shape = shapeOf(measured);
  const { right, bottom, fitsX, fitsY } = checkStock(shape);
  return [
    ...(fitsX ? [] : [{ pointer: '/columns', code: 'stock-too-wide', facts: { mm: Math.ceil(-right * 10) / 10 } }]),
    ...(fitsY ? [] : [{ pointer: '/rows', code: 'stock-too-tall', facts: { mm: Math.ceil(-bottom * 10) / 10 } }]),
  ];
}

const prefix = 'own-';
export const ownStockId = (id: Types.ObjectId): string => prefix + id.toHexString();

/** The record's id in a stock's id, or null for what cannot be one's own. */
export function readOwnStockId(id: string): string | null {
  return new RegExp(`^${prefix}([0-9a-f]{24})$`).exec(id)?.[1] ?? null;
}

export const presentOwnStock = (record: OwnStockRecord): Stock => ({
  ...record.shape,
  id: ownStockId(record._id),
  brand: record.name,
  part: '',
  kind: record.paper === 'roll' ? 'roll' : 'sheet',
  paper: record.paper,
  remeasure: false,
  ...(record.paper === 'roll' ? { feedGap: record.feedGap } : {}),
  aliases: [],
  confidence: 'measured by its owner',
  source: ['measured by its owner'],
});
