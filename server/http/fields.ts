import { z } from 'zod';
import { readAmount } from '../reading/amounts.ts';
import { readDay, readInstant } from '../reading/days.ts';
import { readDecimal, readWhole, withoutUnit } from '../reading/numbers.ts';
import type { Reading } from '../reading/reading.ts';
import { readLines, readName, readText } from '../reading/text.ts';
import { codeIn } from '../scanned-text.ts';
import { nest } from './form-data.ts';
import { typedAt } from './handwriting.ts';

// The building blocks of every schema at the edge. How people write is read in `server/reading`, and only where a person typed
// it (form, address, file); of a program's JSON each takes its own type alone.

type Reader<T> = (text: string, now: Date) => Reading<T>;

/** Where a person typed it, text is read; what comes out must be what `schema` takes from a program. */
const typedOr = <T, S extends z.ZodType>(schema: S, reader: Reader<T>) =>
  z.preprocess((value, context) => {
    const now = typedAt();
    return now === null || typeof value !== 'string' ? value : take(reader(value, now), context);
  }, schema);

function take<T>(reading: Reading<T>, context: z.core.$RefinementCtx): T {
  if ('value' in reading) return reading.value;
  context.addIssue({ code: 'custom', message: reading.code, params: reading.facts });
  return z.NEVER;
}

/** Text of at most `max` characters that a reader of its own reads, of people and of programs alike. */
export const readBy = <T>(reader: (text: string) => Reading<T>, max = 1e5) =>
  z
    .string()
    .max(max)
    .transform((value, context) => take(reader(value), context));

const through = (reader: (text: string) => Reading<string>, max: number) =>
  readBy(reader).pipe(z.string().min(1, 'required').max(max));

/** One line of text, 1 to `max` characters, through the gate of all text (`readText`). */
export const text = (max: number) => through(readText, max);

/** A name: as `text`, without letters of other alphabets among Latin ones. */
export const nameText = (max: number) => through(readName, max);

/** Several lines of text: as `text`, but line breaks stay. */
export const lines = (max: number) => through(readLines, max);

/** As `text`, but may be left out. A blank field of a form counts as left out. */
export const optionalText = (max: number) => text(max).optional();

/** A day that exists, `YYYY-MM-DD`; typed also `28/11/2026`, `hôm nay`. */
export const day = typedOr(z.iso.date('not-a-day'), readDay);

/** An instant in ISO 8601, as a Date; typed also `28/11/2026 08:30`. Without a zone it is Vietnamese time. */
export const instant = z
  .string('not-an-instant')
  .transform((value, context) => {
    const now = typedAt();
    const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/.test(value);
    return now === null && !isIso
      ? take<Date>({ code: 'not-an-instant' }, context)
      : take(readInstant(value, now ?? new Date(0)), context);
  })
  .pipe(z.date());

/** An ObjectId in hex. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/, 'not-an-id');

/** A number whose field says its unit, which may be typed behind it: `12,5 kg`. */
export const decimalIn = (...units: string[]) =>
  typedOr(z.number('not-a-number'), (typed) => readDecimal(typed, { units }));

/** A number; typed `12,5`, `12.5`, `1250`; of `1.250` it is asked what was meant. */
export const decimalNumber = decimalIn();

/** A whole number; typed `1250` or `1.250`. */
export const wholeNumber = typedOr(z.number('not-a-whole-number').int('not-a-whole-number'), (typed) =>
  readWhole(typed),
);

const mostVnd = 499_999_999;
const vnd = (least: number) =>
  z.number('not-money').int('not-money').min(least, 'not-money').max(mostVnd, 'too-much-money');

/** Whole đồng, below the 500 million that VietQR carries; typed also `1,25 triệu` or `45 nghìn`. */
export const moneyVnd = typedOr(vnd(1), (typed) => readAmount(typed));

/** As `moneyVnd`, or nothing: a fee that isn't taken. */
export const moneyOrNothing = typedOr(vnd(0), (typed) => readAmount(typed));

const mostQuantity = z.number().positive('not-positive').max(1_000_000);

/** Where a person typed it, the unit that a quantity has may stand behind its number too. */
export const unitTypedTwice = (value: unknown): unknown => {
  const { value: number, unit } = (value ?? {}) as { value?: unknown; unit?: unknown };
  const isTyped = typedAt() !== null && typeof number === 'string' && typeof unit === 'string';
  return isTyped ? { ...(value as object), value: withoutUnit(number, unit) } : value;
};

/** The code of a batch, however it was typed or pasted from a label; what holds none is left as it is, and no batch has it. */
export const batchCode = z
  .string()
  .max(1000)
  .transform((typed) => codeIn(typed) ?? typed);

/** Number and unit. */
export const quantity = z.preprocess(
  unitTypedTwice,
  z.strictObject({ value: decimalNumber.pipe(mostQuantity), unit: text(20) }),
);

/** Of a form or request that is only a button: no field at all. */
export const nothing = z.strictObject({});

/** What a form of ours puts into the address: a blank field counts as left out, as in every form. */
export const askedInForm = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((query) => nest(query as Record<string, unknown>), z.object(shape));
