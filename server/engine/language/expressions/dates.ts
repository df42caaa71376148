import type { ObjectId, Timestamp } from 'bson';
import { typeName } from '../bson-types.ts';
import { location, unsupported } from '../errors.ts';
import { isNumber, toInteger } from '../numbers.ts';
import { wallClock, type Zone, zoneNamed } from '../time-zones.ts';
import { int, isDocument } from '../values.ts';
import { addUnits, truncateTo, type Unit, units } from './calendar.ts';
import { isNullish, listed, named, type Operator, type Operators } from './operator.ts';

export const dateOperators: Operators = {
  $year: datePart((wall) => wall.getUTCFullYear()),
  $month: datePart((wall) => wall.getUTCMonth() + 1),
  $dayOfMonth: datePart((wall) => wall.getUTCDate()),
  $dayOfWeek: datePart((wall) => wall.getUTCDay() + 1),
  $hour: datePart((wall) => wall.getUTCHours()),
  $minute: datePart((wall) => wall.getUTCMinutes()),
  $dateToString: named(['date'], ['format', 'timezone', 'onNull'], (parts) => {
    if (isNullish(parts.date)) return 'onNull' in parts ? parts.onNull : null;
    if (hasNull(parts, ['format', 'timezone'])) return null;
    return format(instantOf(parts.date), zoneOf(parts.timezone), formatOf(parts));
  }),
  $dateTrunc: named(['date', 'unit'], ['timezone', 'startOfWeek', 'binSize'], (parts) => {
    if (isNullish(parts.date) || hasNull(parts, ['unit', 'timezone', 'startOfWeek', 'binSize'])) return null;
    if ('binSize' in parts && toInteger(parts.binSize) !== 1)
      throw unsupported('$dateTrunc with a binSize other than 1');
    const options = {
      unit: unitOf(parts.unit),
      zone: zoneOf(parts.timezone),
      startOfWeek: typeof parts.startOfWeek === 'string' ? parts.startOfWeek : 'sunday',
    };
    return new Date(truncateTo(instantOf(parts.date), options));
  }),
  $dateAdd: named(['startDate', 'unit', 'amount'], ['timezone'], (parts) => shift(parts, 1)),
  $dateSubtract: named(['startDate', 'unit', 'amount'], ['timezone'], (parts) => shift(parts, -1)),
};

const hasNull = (parts: Record<string, unknown>, names: string[]): boolean =>
  names.some((name) => name in parts && isNullish(parts[name]));

/** $year and its like take a date, or a document of date and timezone. */
function datePart(read: (wall: Date) => number): Operator {
  const compute = (date: unknown, timezone: unknown) =>
    isNullish(date) || timezone === null ? null : int(read(wallClock(instantOf(date), zoneOf(timezone))));
  const short = listed(1, 1, ([date]) => compute(date, undefined));
  const long = named(['date'], ['timezone'], ({ date, timezone }) => compute(date, timezone));
  return (operand, compiler, name) =>
    (isDocument(operand) && 'date' in operand ? long : short)(operand, compiler, name);
}

function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const type = typeName(value);
  if (type === 'objectId') return (value as ObjectId).getTimestamp().getTime();
  if (type === 'timestamp') return (value as Timestamp).getHighBitsUnsigned() * 1000;
  throw location(16_006, `can't convert from BSON type ${type} to Date`);
}

function zoneOf(value: unknown): Zone {
  if (value === undefined) return zoneNamed('UTC');
  if (typeof value !== 'string') throw location(40_517, `timezone must evaluate to a string, found ${typeName(value)}`);
  return zoneNamed(value);
}

function unitOf(value: unknown): Unit {
  const unit = units.find((known) => known === value);
  if (!unit) throw location(5_439_013, `unknown time unit value: ${String(value)}`);
  return unit;
}

function shift(parts: Record<string, unknown>, sign: number): Date | null {
  if (isNullish(parts.startDate) || isNullish(parts.amount) || hasNull(parts, ['unit', 'timezone'])) return null;
  const amount = toInteger(parts.amount);
  if (amount === undefined || !isNumber(parts.amount)) throw location(5_166_405, '$dateAdd expects an integral amount');
  const zone = zoneOf(parts.timezone);
  return new Date(addUnits(instantOf(parts.startDate), { unit: unitOf(parts.unit), amount: amount * sign, zone }));
}

function formatOf({ format, timezone }: Record<string, unknown>): string {
  if (format !== undefined && typeof format !== 'string')
    throw location(18_533, "$dateToString requires that 'format' be a string");
  const utc = timezone === undefined || timezone === 'UTC' || timezone === 'GMT';
  return format ?? (utc ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L');
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const specifiers: Record<string, (wall: Date, offset: number) => string> = {
  Y: (wall) => pad(wall.getUTCFullYear(), 4),
  m: (wall) => pad(wall.getUTCMonth() + 1, 2),
  d: (wall) => pad(wall.getUTCDate(), 2),
  H: (wall) => pad(wall.getUTCHours(), 2),
  M: (wall) => pad(wall.getUTCMinutes(), 2),
  S: (wall) => pad(wall.getUTCSeconds(), 2),
  L: (wall) => pad(wall.getUTCMilliseconds(), 3),
  j: (wall) => pad(Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, 3),
  z: (_wall, offset) => {
    const minutes = Math.trunc(Math.abs(offset) / 60_000);
    return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
  },
  '%': () => '%',
};

function format(instant: number, zone: Zone, text: string): string {
  const wall = wallClock(instant, zone);
  if (wall.getUTCFullYear() < 0 || wall.getUTCFullYear() > 9999)
    throw location(18_537, 'Could not convert date to string');
  return text.replace(/%(.?)/gs, (_whole, letter: string) => {
    const write = Object.hasOwn(specifiers, letter) ? specifiers[letter] : undefined;
    if (!write) throw unsupported(`The date format %${letter}`);
    return write(wall, zone(instant));
  });
}
