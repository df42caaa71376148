import { z } from 'zod';
import { askedInForm, day, decimalNumber, moneyVnd, objectId, optionalText, text } from '../http/fields.ts';

/** Days `YYYY-MM-DD`, both counted; whose figures, if not the whole commune's. */
export const IndicatorsQuery = z.strictObject({
  from: day,
  to: day,
  village: optionalText(100),
  kind: optionalText(40),
  sellerId: objectId.optional(),
});

const figure = z.number().nullable();

const IndicatorRowView = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  value: figure,
  previous: figure,
  cumulated: figure,
  denominator: z.number().optional(),
  source: z.string(),
});

export const IndicatorsView = z
  .object({ from: z.string(), to: z.string(), rows: z.array(IndicatorRowView) })
  .meta({ id: 'Indicators' });

/** The same of people, in the address; without days the month that the commune reports now. */
export const IndicatorsAsked = askedInForm({
  tu: day.optional(),
  den: day.optional(),
  thon: optionalText(100),
  loai: optionalText(40),
  ho: optionalText(100),
});

/** What the officer types for the figures. */
export const TypedFigureForm = z.strictObject({
  key: text(40),
  from: day,
  to: day.optional(),
  value: decimalNumber.pipe(z.number().min(0, 'not-below-nought').max(1e13)),
  note: optionalText(200),
});

export const SellerParams = z.strictObject({ id: objectId });

/** Days of a book, `YYYY-MM-DD`, both counted. */
export const BookQuery = z.strictObject({ from: day, to: day });

export const RevenueBookView = z
  .object({
    sellerId: z.string(),
    from: z.string(),
    to: z.string(),
    lines: z.array(
      z.object({
        day: z.string(),
        text: z.string(),
        amountVnd: z.number(),
        moneyDay: z.string().nullable(),
        orderNumber: z.string().nullable(),
      }),
    ),
    totalVnd: z.number(),
    yearVnd: z.number().nullable(),
    untaxedVnd: z.number().nullable(),
  })
  .meta({ id: 'RevenueBook' });

/** A seller's book in an address; without days the month of today. */
export const BookAsked = askedInForm({ tu: day.optional(), den: day.optional(), ho: optionalText(100) });

export const OutsideRevenueForm = z.strictObject({ day, text: text(200), amountVnd: moneyVnd });

/** 10 digits of a firm or household, 12 of a person's number, 13 of a branch. */
export const TaxCodeForm = z.strictObject({
  taxCode: text(14).pipe(z.string().regex(/^(?:\d{10}|\d{12}|\d{10}-?\d{3})$/, 'not-a-tax-code')),
});
