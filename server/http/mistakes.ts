import type { z } from 'zod';
import { type Facts, invalid, type Mistake } from '../errors.ts';
import { asTyped, asWritten } from './handwriting.ts';

/**
 * Reads what a person typed (a form, an address) with a schema.
 * @param now what `hôm nay` counts from
 * @throws invalid('mistakes') naming every wrong field
 */
export const parse = <S extends z.ZodType>(schema: S, data: unknown, now = new Date()): z.output<S> =>
  valueOf(
    asTyped(now, () => schema.safeParse(data)),
    data,
  );

/**
 * Reads a program's JSON with a schema: a number sent as text is a mistake.
 * @throws invalid('mistakes') naming every wrong field
 */
export const parseJson = <S extends z.ZodType>(schema: S, data: unknown): z.output<S> =>
  valueOf(
    asWritten(() => schema.safeParse(data)),
    data,
  );

function valueOf<T>(result: z.ZodSafeParseResult<T>, data: unknown): T {
  if (result.success) return result.data;
  throw invalid('mistakes', {}, mistakesOf(result.error.issues, data));
}

/** Every issue of zod as a mistake with a pointer and the code of its sentence. */
export const mistakesOf = (issues: readonly z.core.$ZodIssue[], data: unknown): Mistake[] =>
  issues.flatMap((issue) => mistakesIn(issue, data));

function mistakesIn(issue: z.core.$ZodIssue, data: unknown): Mistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), code: 'unknown-field' }));
  }
  return [{ pointer: pointerTo(issue.path), ...codeOf(issue, data) }];
}

// A schema's own message is the code of its sentence; zod's general messages are recognised by their spaces.
const ownCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function codeOf(issue: z.core.$ZodIssue, data: unknown): { code: string; facts?: Facts } {
  if (valueAt(data, issue.path) === undefined && issue.code !== 'custom') return { code: 'required' };
  const facts = factsOf(issue);
  const code = ownCode.test(issue.message) ? issue.message : generalCode(issue);
  return Object.keys(facts).length > 0 ? { code, facts } : { code };
}

function generalCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'string'
        ? issue.minimum === 1
          ? 'required'
          : 'too-short'
        : issue.origin === 'array'
          ? 'too-few'
          : 'too-low';
    case 'too_big':
      return issue.origin === 'string' ? 'too-long' : issue.origin === 'array' ? 'too-many' : 'too-high';
    case 'invalid_value':
      return 'not-a-choice';
    case 'invalid_format':
      return 'wrong-format';
    default:
      return 'wrong-type';
  }
}

function factsOf(issue: z.core.$ZodIssue): Facts {
  if (issue.code === 'too_small') return { min: Number(issue.minimum) };
  if (issue.code === 'too_big') return { max: Number(issue.maximum) };
  if (issue.code === 'custom' && issue.params) return issue.params as Facts;
  return {};
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  );
}
