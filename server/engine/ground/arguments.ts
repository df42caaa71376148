import { Decimal128, Double, Int32, Long } from 'bson';
import { typeMismatch, unsupported } from '../language/errors.ts';
import { type Document, isDocument } from '../language/values.ts';

/** Reading the fields of a command, whose numbers arrive as BSON's own types. Each throws TypeMismatch, naming the field. */

/** Any BSON or JavaScript number as a JavaScript number; NaN for what is not one. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  return Number.NaN;
}

/** MongoDB's reading of an option: a boolean, or a number that is not zero. */
export const truthy = (value: unknown): boolean => value === true || (asNumber(value) || 0) !== 0;

export function stringArgument(command: Document, field: string): string {
  const value: unknown = command[field];
  if (typeof value !== 'string' || value === '') throw typeMismatch(`'${field}' must be a non-empty string`);
  return value;
}

export function documentArgument(command: Document, field: string): Document {
  const value: unknown = command[field] ?? {};
  if (!isDocument(value)) throw typeMismatch(`'${field}' must be an object`);
  return value;
}

/** An array of documents, empty when absent. */
export function documentsArgument(command: Document, field: string): Document[] {
  const value: unknown = command[field] ?? [];
  if (!Array.isArray(value) || !value.every(isDocument)) throw typeMismatch(`'${field}' must be an array of objects`);
  return value;
}

/** A whole number that is not negative; `fallback` when absent. */
export function countArgument(command: Document, field: string, fallback: number): number {
  const value: unknown = command[field];
  if (value === undefined || value === null) return fallback;
  const number = Math.trunc(asNumber(value));
  if (Number.isNaN(number) || number < 0) throw typeMismatch(`'${field}' must be a number that is not negative`);
  return number;
}

/** Text compares by its bytes, as MongoDB does without a collation. */
export function checkCollation(collation: unknown): void {
  if (isDocument(collation) && collation.locale !== 'simple') throw unsupported('A collation other than simple');
}
