import { isDeepStrictEqual } from 'node:util';
import { asNumber, checkCollation, truthy } from '../ground/arguments.ts';
import { cannotCreateIndex, unknownIndexOption } from '../ground/replies.ts';
import { fieldsOf } from '../language/filter-fields.ts';
import type { Direction } from '../language/keys.ts';
import { compileFilter, type Matches } from '../language/matcher.ts';
import { pathsOf, rootOf } from '../language/paths.ts';
import type { Document } from '../language/values.ts';

/** One index of a collection: what was asked for (`spec`, as listIndexes shows it) and what follows from it. */
export interface Index {
  id: number;
  spec: Document;
  name: string;
  key: Document;
  fields: string[];
  /** The same fields as the names that lead to each. */
  paths: string[][];
  directions: Direction[];
  unique: boolean;
  sparse: boolean;
  partial: { filter: Document; matches: Matches } | null;
  expireAfterSeconds: number | null;
  /** Top-level fields that decide which entries a document has; null: not known. */
  reads: ReadonlySet<string> | null;
  /** Queries may use it: it is built. */
  ready: boolean;
  /** Some document has several keys in it, because a field leads to an array. */
  multikey: boolean;
  /** Some key was cut, so that key order beyond the cut says nothing. */
  truncated: boolean;
}

interface StoredIndex {
  id: number;
  spec: Document;
  ready: boolean;
  multikey?: boolean;
  truncated?: boolean;
}

export function indexFrom(stored: StoredIndex | Document): Index {
  const { id, spec, ready, multikey, truncated } = stored as StoredIndex;
  const key = spec.key as Document;
  const filter = (spec.partialFilterExpression as Document | undefined) ?? null;
  return {
    id: asNumber(id),
    spec,
    name: String(spec.name),
    key,
    fields: Object.keys(key),
    paths: pathsOf(key),
    directions: Object.values(key).map((direction) => (asNumber(direction) < 0 ? -1 : 1)),
    unique: isIdKey(key) || truthy(spec.unique),
    sparse: truthy(spec.sparse),
    partial: filter && { filter, matches: compileFilter(filter) },
    expireAfterSeconds: spec.expireAfterSeconds === undefined ? null : asNumber(spec.expireAfterSeconds),
    reads: readBy(Object.keys(key), filter),
    ready,
    multikey: multikey ?? false,
    truncated: truncated ?? false,
  };
}

function readBy(paths: readonly string[], filter: Document | null): Index['reads'] {
  const inFilter = fieldsOf(filter ?? {});
  return inFilter && new Set([...inFilter, ...paths.map(rootOf)]);
}

export const isIdKey = (key: Document): boolean => {
  const fields = Object.keys(key);
  return fields.length === 1 && fields[0] === '_id';
};

const options = [
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'collation',
  'ns',
];

/** What createIndexes was asked for, checked and completed with its name. Throws what MongoDB would refuse, and what we do not know. */
export function readIndexSpec(wanted: Document): Document {
  const unknown = Object.keys(wanted).find((option) => !options.includes(option));
  if (unknown !== undefined) throw unknownIndexOption(unknown);
  const key = wanted.key as Document | undefined;
  if (typeof key !== 'object' || key === null || Object.keys(key).length === 0)
    throw cannotCreateIndex('Index keys cannot be empty');
  for (const [field, direction] of Object.entries(key)) checkField(field, direction);
  if (Object.keys(key).length > 32) throw cannotCreateIndex('An index has at most 32 fields');
  checkOptions(wanted, key);
  const { v: _v, background: _background, ns: _ns, collation: _collation, name, ...rest } = wanted;
  return { v: 2, key, name: typeof name === 'string' && name ? name : nameFor(key), ...withoutKey(rest) };
}

const withoutKey = ({ key: _key, ...rest }: Document): Document => rest;

function checkField(field: string, direction: unknown): void {
  if (typeof direction === 'string')
    throw cannotCreateIndex(`Index type '${direction}' is not supported by the embedded engine`);
  const number = asNumber(direction);
  if (Number.isNaN(number) || number === 0)
    throw cannotCreateIndex(`Values in the index key pattern cannot be ${String(direction)}`);
  if (field === '' || field.startsWith('$') || field.split('.').includes(''))
    throw cannotCreateIndex(`Invalid index field '${field}'`);
  // Such a number is an index or a field name, and missing means different things for the two.
  if (/(^|\.)\d+(\.|$)/.test(field))
    throw cannotCreateIndex(`A number in the index field '${field}' is not supported by the embedded engine`);
}

function checkOptions(wanted: Document, key: Document): void {
  if (truthy(wanted.sparse) && wanted.partialFilterExpression) {
    throw cannotCreateIndex('cannot mix "partialFilterExpression" and "sparse" options');
  }
  if (wanted.partialFilterExpression !== undefined) compileFilter(wanted.partialFilterExpression as Document);
  if (wanted.expireAfterSeconds !== undefined) checkExpiry(asNumber(wanted.expireAfterSeconds), key);
  checkCollation(wanted.collation);
}

function checkExpiry(seconds: number, key: Document): void {
  if (!(seconds >= 0 && seconds <= 2147483647)) {
    throw cannotCreateIndex('expireAfterSeconds must be between 0 and 2147483647');
  }
  if (Object.keys(key).length > 1) throw cannotCreateIndex('TTL indexes are single-field indexes');
  if (isIdKey(key)) throw cannotCreateIndex('The field _id cannot have a TTL index');
}

export const nameFor = (key: Document): string =>
  Object.entries(key)
    .map(([field, direction]) => `${field}_${asNumber(direction)}`)
    .join('_');

/** The same key fields in the same order and direction. */
export const sameKey = (a: Document, b: Document): boolean => nameFor(a) === nameFor(b);

/** The same index in everything that matters to what it holds. */
export const sameIndex = (a: Document, b: Document): boolean => isDeepStrictEqual(comparable(a), comparable(b));

const comparable = (spec: Document): unknown[] => [
  nameFor(spec.key as Document),
  truthy(spec.unique),
  truthy(spec.sparse),
  spec.partialFilterExpression ?? null,
  spec.expireAfterSeconds === undefined ? null : asNumber(spec.expireAfterSeconds),
];
