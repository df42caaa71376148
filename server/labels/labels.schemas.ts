import { z } from 'zod';
import { batchCode, decimalIn, objectId, text, wholeNumber } from '../http/fields.ts';
import { serialIn } from '../scanned-text.ts';
import { runStates } from './label-run.ts';
import { mostLabels } from './label-runs.ts';
import { papers } from './own-stock.ts';
import { labelFields } from './template.ts';

const count = wholeNumber.pipe(z.number().min(1, 'label-count').max(mostLabels, 'too-many-labels'));
const shift = decimalIn('mm').pipe(z.number().min(-10, 'label-offset').max(10, 'label-offset'));
const scale = decimalIn('%').pipe(z.number().min(97, 'label-scale').max(103, 'label-scale'));
// As it stands on the label, where the batch's code stands before it.
const serial = z
  .string()
  .max(1000)
  .transform((typed) => serialIn(typed) ?? typed.trim())
  .pipe(
    z
      .string()
      .regex(/^[0-9a-z]{8}$/i, 'serial-not-genuine')
      .toUpperCase(),
  );

export const BatchParams = z.object({ code: batchCode });
export const RunParams = z.object({ id: z.string().max(40) });

/** What may be asked for as a file: thermal printers come with 203 or 300 dots per inch. */
export const FileQuery = z.object({
  dpi: z
    .enum(['203', '300'])
    .default('203')
    .transform((dpi) => (dpi === '300' ? 300 : 203)),
});

const Answers = z.strictObject({
  /** "Yes, also labels for a batch past its last day": not printed without. */
  expired: z.boolean().default(false),
  /** A program knows how many labels it asks for; with `false` it is asked as people are, when the batch has fewer packs. */
  morePacks: z.boolean().default(true),
});
// What a tick on the form answered for, as the question said it.
const ticked = z.string().max(500).default('');

const Offset = z.strictObject({ xMm: shift, yMm: shift });

/** A run of labels, as programs ask for it. Only the first six are needed for everyday printing. */
export const PrintLabels = z
  .strictObject({
    template: text(60),
    stock: text(60),
    count,
    startAt: z.int().min(1).max(2400).default(1),
    offset: Offset.default({ xMm: 0, yMm: 0 }),
    serials: z.boolean(),
    /** GS1 Digital Links in the codes, for goods with a GTIN. */
    gs1: z.boolean().default(false),
    copies: z.int().min(1).max(100).default(1),
    /** What 100 mm came out as on the test page, in percent of it, for each direction. */
    scale: z.strictObject({ xPercent: scale, yPercent: scale }).default({ xPercent: 100, yPercent: 100 }),
    black: z.boolean().default(false),
    packId: objectId.optional(),
    fromSerial: serial.optional(),
    answers: Answers.default({ expired: false, morePacks: true }),
    /** Further batches on the same sheets, after the first. */
    also: z
      .array(z.strictObject({ code: batchCode, count, packId: objectId.optional() }))
      .max(20)
      .default([]),
  })
  .meta({ id: 'PrintLabels' });
export type PrintLabels = z.output<typeof PrintLabels>;

/** The same from the printing page's form. */
export const PrintLabelsForm = z.strictObject({
  template: text(60),
  stock: text(60),
  count,
  copies: wholeNumber.pipe(z.number().min(1, 'label-count').max(100, 'label-copies')).default(1),
  startAt: wholeNumber.pipe(z.number().min(1).max(2400)).default(1),
  codes: z.enum(['unit', 'batch']).default('unit'),
  address: z.enum(['market', 'gs1']).default('market'),
  ink: z.enum(['colour', 'black']).default('colour'),
  packId: objectId.optional(),
  printer: text(40).optional(),
  xMm: shift.default(0),
  yMm: shift.default(0),
  xPercent: scale.default(100),
  yPercent: scale.default(100),
  fromSerial: serial.optional(),
  alsoCode: batchCode.optional(),
  alsoCount: count.optional(),
  answers: z.strictObject({ expired: ticked, morePacks: ticked }).default({ expired: '', morePacks: '' }),
});
export type PrintLabelsForm = z.output<typeof PrintLabelsForm>;

const side = decimalIn('mm').pipe(z.number().min(5, 'stock-side').max(1000, 'stock-side'));
const space = decimalIn('mm').pipe(z.number().min(0, 'stock-space').max(200, 'stock-space'));

/** A paper that somebody has measured; millimetres. */
export const OwnStockForm = z.strictObject({
  name: text(60),
  paper: z.enum(papers),
  pageWidth: side.optional(),
  pageHeight: side.optional(),
  columns: wholeNumber.pipe(z.number().min(1, 'stock-columns').max(40, 'stock-columns')),
  rows: wholeNumber.pipe(z.number().min(1, 'stock-rows').max(60, 'stock-rows')).default(1),
  labelWidth: side,
  labelHeight: side,
  marginLeft: space.default(0),
  marginTop: space.default(0),
  gapX: space.default(0),
  gapY: space.default(0),
});
export const StockButtonForm = z.strictObject({ stock: text(60) });

export const PrinterForm = z.strictObject({ name: text(60) });
export const PrinterButtonForm = z.strictObject({ printer: text(40) });

export const LabelRunView = z
  .object({
    id: z.string(),
    state: z.enum(runStates),
    count: z.int(),
    done: z.int(),
    moduleMm: z.number(),
    /** Present when modules are under 0.40 mm: some cameras will be slow. */
    warning: z.enum(['module-small']).optional(),
    failure: z.string().nullable(),
    template: z.string(),
    stock: z.string(),
    startAt: z.int(),
    batches: z.array(z.object({ code: z.string(), lot: z.string(), count: z.int(), copies: z.int() })),
    /** What was asked before printing and answered with yes. */
    answered: z.array(z.object({ question: z.enum(['expired', 'morePacks']), batchCode: z.string() })),
    createdAt: z.string(),
    links: z.object({
      pdf: z.string(),
      html: z.string(),
      zip: z.string(),
      zpl: z.string(),
      tspl: z.string(),
      csv: z.string(),
      xlsx: z.string(),
    }),
  })
  .meta({ id: 'LabelRunView' });

export const LabelTemplateView = z
  .object({
    id: z.string(),
    name: z.string(),
    purpose: z.string(),
    widthMm: z.number(),
    heightMm: z.number(),
    qrMm: z.number(),
    fields: z.array(z.enum(labelFields)),
    serials: z.enum(['unit', 'batch', 'either']),
    printer: z.enum(['sheet', 'thermal', 'any']),
    kinds: z.array(z.string()).nullable(),
    stocks: z.array(z.string()),
  })
  .meta({ id: 'LabelTemplateView' });

export const LabelStockView = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['sheet', 'roll']),
    paper: z.string(),
    pageMm: z.object({ width: z.number(), height: z.number() }),
    labelMm: z.object({ width: z.number(), height: z.number() }),
    columns: z.int(),
    rows: z.int(),
    marginLeftMm: z.number(),
    marginTopMm: z.number(),
    pitchXMm: z.number(),
    pitchYMm: z.number(),
    /** Its margins are assumed: measure before printing. */
    remeasure: z.boolean(),
    sources: z.array(z.string()),
  })
  .meta({ id: 'LabelStockView' });
