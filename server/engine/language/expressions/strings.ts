import { typeName } from '../bson-types.ts';
import { location } from '../errors.ts';
import { toInteger } from '../numbers.ts';
import { int } from '../values.ts';
import { textOfValue } from './conversions.ts';
import { isNullish, listed, named, nullable, type Operator, type Operators } from './operator.ts';

const blanks = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

export const stringOperators: Operators = {
  $concat: nullable(0, Number.POSITIVE_INFINITY, (values) =>
    values.map((value) => requireText('$concat', value)).join(''),
  ),
  // Only ASCII letters change, as in the server.
  $toLower: letters(/[A-Z]+/g, (text) => text.toLowerCase()),
  $toUpper: letters(/[a-z]+/g, (text) => text.toUpperCase()),
  $substrCP: listed(3, 3, ([value, start, length]) => {
    const points = Array.from(coerced(value));
    const [from, count] = [position('starting index', start), position('length', length)];
    return points.slice(from, from + count).join('');
  }),
  $strLenCP: listed(1, 1, ([value], name) => int(Array.from(requireText(name, value)).length)),
  $split: nullable(2, 2, ([value, separator], name) => {
    const text = requireText(name, value);
    if (separator === '') throw location(40_087, '$split requires a non-empty separator');
    return text.split(requireText(name, separator));
  }),
  $trim: named(['input'], ['chars'], ({ input, ...rest }, name) => {
    if (isNullish(input) || ('chars' in rest && isNullish(rest.chars))) return null;
    const cut = new Set('chars' in rest ? requireText(name, rest.chars) : blanks);
    const points = Array.from(requireText(name, input));
    const first = points.findIndex((point) => !cut.has(point));
    return first < 0 ? '' : points.slice(first, points.findLastIndex((point) => !cut.has(point)) + 1).join('');
  }),
};

function requireText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw location(16_702, `${name} only supports strings, not ${typeName(value)}`);
  return value;
}

function letters(which: RegExp, change: (text: string) => string): Operator {
  return listed(1, 1, ([value]) => coerced(value).replace(which, change));
}

function coerced(value: unknown): string {
  if (isNullish(value)) return '';
  if (['string', 'int', 'long', 'double', 'decimal', 'date'].includes(typeName(value))) return textOfValue(value);
  throw location(16_007, `can't convert from BSON type ${typeName(value)} to String`);
}

function position(what: string, value: unknown): number {
  const number = toInteger(value);
  if (number === undefined || number < 0)
    throw location(34_455, `$substrCP: ${what} must be a whole number of 0 or more`);
  return number;
}
