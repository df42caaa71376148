import { EJSON } from 'bson';

/** A value of a test file or of an answer. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * What is wrong with an answer, or null when it matches (unified test format, "Evaluating Matches"): the outermost
 * document may have more fields than expected, inner ones may not; 1, 1.0 and 1L match each other.
 */
export function mismatch(expected: unknown, found: unknown, isRoot = true): string | null {
  // The driver sends a sort as a Map.
  const actual = found instanceof Map ? Object.fromEntries(found) : found;
  if (isFields(expected)) {
    const [name = ''] = Object.keys(expected);
    if (name.startsWith('$$') && Object.keys(expected).length === 1)
      return special(name, expected[name], { actual, isRoot });
    return mismatchOfFields(expected, actual, isRoot);
  }
  if (Array.isArray(expected)) return mismatchOfArrays(expected, actual, isRoot);
  return text(expected) === text(actual) ? null : `expected ${text(expected)}, got ${text(actual)}`;
}

const text = (value: unknown): string =>
  value === undefined ? 'nothing' : EJSON.stringify({ value }, { relaxed: true });

function mismatchOfFields(expected: Fields, actual: unknown, isRoot: boolean): string | null {
  if (!isFields(actual)) return `expected a document ${text(expected)}, got ${text(actual)}`;
  for (const [name, value] of Object.entries(expected)) {
    const isOptional = isFields(value) && ('$$exists' in value || '$$unsetOrMatches' in value);
    if (!(name in actual) && !isOptional) return `${name} is missing in ${text(actual)}`;
    const found = mismatch(value, actual[name], false);
    if (found) return `${name}: ${found}`;
  }
  const more = Object.keys(actual).filter((name) => !(name in expected) && actual[name] !== undefined);
  return isRoot || more.length === 0 ? null : `${more.join(', ')} should not be in ${text(actual)}`;
}

function mismatchOfArrays(expected: unknown[], actual: unknown, isRoot: boolean): string | null {
  if (!Array.isArray(actual) || actual.length !== expected.length)
    return `expected ${text(expected)}, got ${text(actual)}`;
  const wrong = expected.map((value, index) => mismatch(value, actual[index], isRoot)).find((found) => found !== null);
  return wrong ?? null;
}

function special(
  name: string,
  operand: unknown,
  { actual, isRoot }: { actual: unknown; isRoot: boolean },
): string | null {
  if (name === '$$exists') {
    return (actual !== undefined) === operand
      ? null
      : `expected it ${operand ? '' : 'not '}to be there, got ${text(actual)}`;
  }
  if (name === '$$unsetOrMatches')
    return actual === undefined || actual === null ? null : mismatch(operand, actual, isRoot);
  if (name === '$$type') {
    const wanted = Array.isArray(operand) ? operand : [operand];
    return wanted.includes(typeOf(actual))
      ? null
      : `expected a value of type ${wanted.join(' or ')}, got ${text(actual)}`;
  }
  throw new Error(`The runner does not know ${name}`);
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object' && value !== null && '_bsontype' in value) {
    return value._bsontype === 'ObjectId' ? 'objectId' : String(value._bsontype).toLowerCase();
  }
  return value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
}
