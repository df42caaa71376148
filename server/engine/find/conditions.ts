import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { compareValues } from '../language/order.ts';
import { type Document, isDocument } from '../language/values.ts';

/** What a filter says about one path, as far as an index can use it: it must have one of these values, or lie between. */
export interface Condition {
  equals?: unknown[];
  lower?: unknown;
  upper?: unknown;
  exists?: boolean;
}

export type Conditions = ReadonlyMap<string, Condition>;

/**
 * The conditions that every matching document fulfils. What an index cannot use is left out, since the whole filter is
 * applied to each document anyway.
 */
export function conditionsOf(filter: Document): Conditions {
  const conditions = new Map<string, Condition>();
  collect(filter, '', conditions);
  return conditions;
}

function collect(filter: Document, prefix: string, conditions: Map<string, Condition>): void {
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) {
      for (const part of value) if (isDocument(part)) collect(part, prefix, conditions);
    }
    if (!name.startsWith('$')) collectPath(prefix + name, value, conditions);
  }
}

function collectPath(path: string, value: unknown, conditions: Map<string, Condition>): void {
  if (!hasOperators(value)) return addTo(conditions, path, '$eq', value);
  for (const [operator, operand] of Object.entries(value)) {
    if (operator !== '$elemMatch') addTo(conditions, path, operator, operand);
    else if (hasOperators(operand)) collectPath(path, operand, conditions);
    else if (isDocument(operand)) collect(operand, `${path}.`, conditions);
  }
}

export const hasOperators = (value: unknown): value is Document =>
  isDocument(value) && (Object.keys(value)[0]?.startsWith('$') ?? false);

function addTo(conditions: Map<string, Condition>, path: string, operator: string, operand: unknown): void {
  const condition = conditions.get(path) ?? {};
  narrowing[operator]?.(condition, operand);
  if (Object.keys(condition).length > 0) conditions.set(path, condition);
}

/** How an operator narrows a condition; operators that are not here narrow nothing. */
const narrowing: Readonly<Record<string, (condition: Condition, operand: unknown) => void>> = {
  $eq: (condition, operand) => {
    if (hasKey(operand)) condition.equals ??= [operand];
  },
  $in: (condition, operand) => {
    if (Array.isArray(operand) && operand.every(hasKey)) condition.equals ??= operand;
  },
  $gt: raiseLower,
  $gte: raiseLower,
  $lt: lowerUpper,
  $lte: lowerUpper,
  $exists: (condition, operand) => {
    if (operand === true) condition.exists = true;
  },
};

function raiseLower(condition: Condition, operand: unknown): void {
  if (hasRange(operand) && isTighter(operand, condition.lower, 1)) condition.lower = operand;
}

function lowerUpper(condition: Condition, operand: unknown): void {
  if (hasRange(operand) && isTighter(operand, condition.upper, -1)) condition.upper = operand;
}

/** An index has one key for such a value; arrays have one per element, and a regular expression looks for strings. */
const hasKey = (value: unknown): boolean =>
  value !== undefined && !Array.isArray(value) && !(value instanceof RegExp) && !(value instanceof BSONRegExp);

/** Comparisons look within one type, except with MinKey and MaxKey; with null they mean missing fields too. */
const hasRange = (value: unknown): boolean =>
  hasKey(value) && value !== null && !(value instanceof MinKey) && !(value instanceof MaxKey);

const isTighter = (operand: unknown, known: unknown, sign: number): boolean =>
  known === undefined || sign * compareValues(operand, known) > 0;
