import { readFileSync } from 'node:fs';
import mongoose from 'mongoose';
import { z } from 'zod';
import type { Reading } from '../reading/reading.ts';
import { readTyped } from '../reading/text.ts';
import { fromRoot } from '../root.ts';

/** An invoice as the program that wrote it names it. */
export interface Invoice {
  /** `7K26XAB`, with or without the digit of its form */
  series: string;
  /** without zeros in front: programs pad it or do not */
  number: string;
  /** `YYYY-MM-DD` */
  day: string;
}

/** What was said of an order's invoice; without one: that it has none after all. */
export interface InvoiceEntry {
  invoice: Invoice | null;
  at: Date;
  by: string;
  /** of a sheet that brought it, which line of which; null: typed */
  sheet: string | null;
}

/** The invoice of one order: the last that was said counts, everything said before stays. */
export interface InvoiceRecord extends Partial<Invoice> {
  /** the order's number: an order has one invoice */
  _id: string;
  sellerId: string;
  history: InvoiceEntry[];
}

const schema = new mongoose.Schema<InvoiceRecord>(
  {
    _id: { type: String, required: true },
    sellerId: { type: String, required: true },
    series: String,
    number: String,
    day: String,
    history: [
      {
        _id: false,
        invoice: { _id: false, type: { series: String, number: String, day: String }, default: null },
        at: Date,
        by: String,
        sheet: { type: String, default: null },
      },
    ],
  },
  { versionKey: false, strict: 'throw', collection: 'order_invoices' },
);
// One invoice is of one order.
schema.index(
  { sellerId: 1, series: 1, number: 1 },
  { unique: true, partialFilterExpression: { number: { $exists: true } } },
);

export const InvoiceModel = mongoose.model<InvoiceRecord>('OrderInvoice', schema);

const format = z
  .strictObject({ source: z.string(), asOf: z.string(), series: z.string(), number: z.string() })
  .parse(JSON.parse(readFileSync(fromRoot('server/orders/invoice-format.json'), 'utf8')));
const [seriesForm, numberForm] = [new RegExp(format.series), new RegExp(format.number)];

/** A series as it was typed: `7k26xab`, `7 K26 XAB`, `1/001;…` is none. */
export function readInvoiceSeries(text: string): Reading<string> {
  const value = readTyped(text).replaceAll(/[\s-]/g, '').toUpperCase();
  return seriesForm.test(value) ? { value } : { code: 'invoice-series' };
}

/** A number as it was typed; zeros in front say nothing. */
export function readInvoiceNumber(text: string): Reading<string> {
  const typed = readTyped(text).replaceAll(/\s/g, '');
  const value = typed.replace(/^0+(?=\d)/, '');
  return numberForm.test(typed) && value !== '0' ? { value } : { code: 'invoice-number' };
}
