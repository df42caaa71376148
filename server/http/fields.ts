import { z } from 'zod';

// The building blocks of every schema at the edge. Each takes what JSON sends and what a form's text field sends alike.

/** One line of text: trimmed, NFC (iOS may send NFD), without control characters, 1 to `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').replaceAll(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, 'required')
        .max(max)
        .regex(/^\P{Cc}*$/u, 'strange-letters'),
    );

/** Several lines of text: as `text`, but line breaks stay. */
export const lines = (max: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(1, 'required')
        .max(max)
        .regex(/^(\P{Cc}|\n)*$/u, 'strange-letters'),
    );

/** As `text`, but may be left out. A blank field of a form counts as left out. */
export const optionalText = (max: number) => text(max).optional();

/** A day `YYYY-MM-DD` that exists. */
export const day = z.iso.date('not-a-day');

/** An instant in ISO 8601, as a Date. A form's `datetime-local` has no zone: it is Vietnamese time. */
export const instant = z
  .union(
    [z.iso.datetime({ offset: true }), z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)],
    'not-an-instant',
  )
  .transform((value) => new Date(/[Z]$|[+-]\d{2}:\d{2}$/.test(value) ? value : `${value}+07:00`))
  .refine((value) => !Number.isNaN(value.getTime()), 'not-an-instant');

/** An ObjectId in hex. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/, 'not-an-id');

/** A number; in a form `12,5`, `12.5`. */
export const decimalNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .trim()
        .regex(/^-?\d{1,9}([.,]\d{1,6})?$/, 'not-a-number')
        .transform((value) => Number(value.replace(',', '.'))),
    ],
    'not-a-number',
  )
  .pipe(z.number('not-a-number'));

/** A whole number; in a form `1250` or `1.250`. */
export const wholeNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .trim()
        .regex(/^-?(\d{1,12}|\d{1,3}([. ]\d{3}){1,3})$/, 'not-a-whole-number')
        .transform((value) => Number(value.replaceAll(/[. ]/g, ''))),
    ],
    'not-a-whole-number',
  )
  .pipe(z.number('not-a-whole-number').int('not-a-whole-number'));

/** Whole đồng, below the 500 million that VietQR carries; in a form also `1,25 triệu` or `45 nghìn`. */
export const moneyVnd = z
  .union(
    [
      z.number(),
      z
        .string()
        .trim()
        .transform(readMoney)
        .refine((value) => !Number.isNaN(value), 'not-money'),
    ],
    'not-money',
  )
  .pipe(z.number('not-money').int('not-money').min(1, 'not-money').max(499_999_999, 'too-much-money'));

/** Number and unit. */
export const quantity = z.strictObject({
  value: decimalNumber.pipe(z.number().positive('not-positive').max(1_000_000)),
  unit: text(20),
});

const words: Record<string, number> = { '': 1, k: 1000, nghìn: 1000, ngàn: 1000, tr: 1_000_000, triệu: 1_000_000 };

function readMoney(text: string): number {
  const match = /^(\d[\d.,\s]*?)\s*(k|nghìn|ngàn|tr|triệu)?\s*(₫|đ|đồng|vnd)?$/iu.exec(
    text.normalize('NFC').toLowerCase(),
  );
  if (!match) return Number.NaN;
  const digits = (match[1] ?? '').trim();
  const factor = words[match[2] ?? ''] ?? 1;
  if (/^\d{1,3}([.,\s]\d{3})+$/.test(digits) && factor === 1) return Number(digits.replaceAll(/[.,\s]/g, ''));
  return /^\d+([.,]\d+)?$/.test(digits)
    ? Math.round(Number(digits.replace(',', '.')) * factor * 1000) / 1000
    : Number.NaN;
}

/** Of a form or request that is only a button: no field at all. */
export const nothing = z.strictObject({});
