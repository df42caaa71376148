import { z } from 'zod';

// What parameters of several requests are made of. Forms carry texts, JSON carries values: each field reads both.
// Messages are codes of problems.

export const whole = z
  .union(
    [
      z.int(),
      z
        .string()
        .regex(/^[+-]?\d{1,20}$/, 'api-not-an-integer')
        .transform(Number),
    ],
    'api-not-an-integer',
  )
  .refine(Number.isSafeInteger, 'api-not-an-integer');

/** In forms `true` and `false`; clients of Python and .NET write `True` and `False`. */
export const flag = z.union(
  [
    z.boolean(),
    z
      .string()
      .regex(/^(true|false)$/i)
      .transform((text) => text.toLowerCase() === 'true'),
  ],
  'api-not-a-boolean',
);

/** A list, however its sender wrote it: `a[]=x`, `a[0]=x` or JSON. */
export const list = <S extends z.ZodType>(element: S) => z.preprocess(asList, z.array(element).max(20));

function asList(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const places = Object.keys(value);
  return places.every((place) => /^\d{1,3}$/.test(place)) ? Object.values(value) : value;
}

/** Seconds since 1970: from the beginning of one until before the beginning of the other. */
export interface Seconds {
  from?: number;
  until?: number;
}

const bounds = { gt: whole.optional(), gte: whole.optional(), lt: whole.optional(), lte: whole.optional() };

/** One second, or bounds, as `created` is asked for everywhere: a second lasts until the next one begins. */
export const seconds = z.union([
  whole.transform((second): Seconds => ({ from: second, until: second + 1 })),
  z.strictObject(bounds).transform(({ gt, gte, lt, lte }): Seconds => {
    const from = [gte, gt === undefined ? undefined : gt + 1].filter((one) => one !== undefined);
    const until = [lt, lte === undefined ? undefined : lte + 1].filter((one) => one !== undefined);
    return {
      ...(from.length > 0 && { from: Math.max(...from) }),
      ...(until.length > 0 && { until: Math.min(...until) }),
    };
  }),
]);
