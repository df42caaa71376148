import { kindOf } from './numbers.ts';

/** BSON types by the number and the alias that $type takes (MongoDB manual, "BSON Types"). */
const codes: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const classes: Record<string, string> = {
  Binary: 'binData',
  ObjectId: 'objectId',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  Code: 'javascript',
  Timestamp: 'timestamp',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
};

/** The alias of a value's type; 'missing' for a field that is not there. */
export function typeName(value: unknown): string {
  const number = kindOf(value);
  if (number) return number;
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value === 'boolean' ? 'bool' : 'string';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return '_bsontype' in value ? (classes[String(value._bsontype)] ?? 'object') : 'object';
}

/** The aliases meant by a code or alias; 'number' means all four. Undefined when there is no such type. */
export function typesNamed(wanted: string | number): string[] | undefined {
  if (wanted === 'number') return ['int', 'long', 'double', 'decimal'];
  if (typeof wanted === 'string') return wanted in codes ? [wanted] : undefined;
  const found = Object.keys(codes).find((name) => codes[name] === wanted);
  return found ? [found] : undefined;
}
