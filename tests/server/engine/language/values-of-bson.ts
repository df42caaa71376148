import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';

const near = fc.constantFrom(
  0,
  1,
  -1,
  0.5,
  0.1,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  1e22,
  1e-7,
  5e-324,
  1.7e308,
);

/** Numbers of every type, often equal or close across types. */
export const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((value) => new Int32(value)),
  fc.integer().map((value) => new Int32(value)),
  fc.oneof(near, fc.double()).map((value) => new Double(value)),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => Long.fromBigInt(value)),
  fc.constantFrom(0n, 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 31n).map((value) => Long.fromBigInt(value)),
  fc
    .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: -30, max: 30 }))
    .map(([digits, power]) => Decimal128.fromString(`${digits}E${power}`)),
  fc
    .constantFrom('0', '-0', '0.1', '0.50', '1', '1E+1', '10', 'NaN', 'Infinity', '-Infinity', '9007199254740993')
    .map((text) => Decimal128.fromString(text)),
);

const texts = fc.oneof(
  fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', '\0', '\u0001', 'đ', 'Đ', '\u{1f600}', '\uffee') }),
  fc.string({ maxLength: 6 }),
);

const atoms = fc.oneof(
  { weight: 4, arbitrary: numbers },
  { weight: 3, arbitrary: texts },
  fc.constantFrom<unknown>(null, undefined, true, false, new MinKey(), new MaxKey()),
  texts.map((text) => new BSONSymbol(text)),
  fc
    .uint8Array({ maxLength: 3 })
    .chain((bytes) => fc.constantFrom(0, 4, 5).map((subtype) => new Binary(bytes, subtype))),
  fc.constantFrom('0'.repeat(24), 'f'.repeat(24), `0${'f'.repeat(23)}`).map((hex) => new ObjectId(hex)),
  fc.date({ noInvalidDate: true }),
  fc.bigInt(0n, 2n ** 64n - 1n).map((value) => new Timestamp(value)),
  fc
    .tuple(fc.constantFrom('a', 'ab', ''), fc.constantFrom('', 'i', 'm'))
    .map(([pattern, options]) => new BSONRegExp(pattern, options)),
  fc.constantFrom('x', 'y').map((code) => new Code(code)),
);

const names = fc.constantFrom('a', 'b', 'ab', '');
const present = atoms.map((value) => (value === undefined ? null : value));

/** Every kind of BSON value, with small documents and arrays of them. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: atoms },
  fc.array(fc.oneof(present, fc.array(present, { maxLength: 2 })), { maxLength: 3 }),
  fc.dictionary(names, fc.oneof(present, fc.dictionary(names, present, { maxKeys: 2 })), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
);
