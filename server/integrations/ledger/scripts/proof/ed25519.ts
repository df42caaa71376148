// Ed25519 (RFC 8032) for browsers whose own crypto has none: Chrome before 137, Safari before 17. Slow is good enough for one
// signature; nothing here is secret.

import { hexOf, joined } from './bytes.ts';

type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

/** Whether a key signed these bytes; null where this browser cannot tell. */
export async function isSigned(text: Uint8Array, signature: Uint8Array, key: Uint8Array): Promise<boolean | null> {
  try {
    const own = await crypto.subtle.importKey('raw', whole(key), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', own, whole(signature), whole(text));
  } catch {
    return typeof BigInt === 'undefined' ? null : verifyByHand(text, signature, key);
  }
}

// What lies in a longer buffer is copied out: not every browser takes a part.
const whole = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** The same by whole numbers alone. */
export async function verifyByHand(text: Uint8Array, signature: Uint8Array, key: Uint8Array): Promise<boolean> {
  const { order, base, read, times, add, isSame } = curve();
  if (signature.length !== 64 || key.length !== 32) return false;
  const [first, second] = [signature.slice(0, 32), signature.slice(32)];
  const [scalar, r, a] = [numberOf(second), read(first), read(key)];
  if (scalar >= order || r === null || a === null) return false;
  const hash = await crypto.subtle.digest('SHA-512', joined(first, key, text));
  const h = numberOf(new Uint8Array(hash)) % order;
  return isSame(times(base, scalar), add(r, times(a, h)));
}

const numberOf = (littleEndian: Uint8Array): bigint => BigInt(`0x${hexOf(new Uint8Array(littleEndian).reverse())}`);

// Made when it is needed: a browser without whole numbers of this size must still read this file.
function field() {
  const [zero, one, two] = [BigInt(0), BigInt(1), BigInt(2)];
  const p = BigInt('0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');
  const d = BigInt('0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3');
  const mod = (value: bigint): bigint => ((value % p) + p) % p;
  const power = (value: bigint, exponent: bigint): bigint => {
    let [result, factor] = [one, value];
    for (let left = exponent; left > zero; left /= two) {
      if (left % two === one) result = mod(result * factor);
      factor = mod(factor * factor);
    }
    return result;
  };
  return { zero, one, two, p, d, mod, power };
}

type Field = ReturnType<typeof field>;

function curve() {
  const f = field();
  const { zero, one, two, mod } = f;
  const order = BigInt('0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');
  const base = pointAt(
    f,
    BigInt('0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a'),
    BigInt('0x6666666666666666666666666666666666666666666666666666666666666658'),
  );
  const add = (left: Point, right: Point): Point => sumOf(f, left, right);
  const times = (start: Point, scalar: bigint): Point => {
    let [result, factor]: [Point, Point] = [pointAt(f, zero, one), start];
    for (let left = scalar; left > zero; left /= two) {
      if (left % two === one) result = add(result, factor);
      factor = add(factor, factor);
    }
    return result;
  };
  const isSame = ([x1, y1, z1]: Point, [x2, y2, z2]: Point): boolean =>
    mod(x1 * z2 - x2 * z1) === zero && mod(y1 * z2 - y2 * z1) === zero;
  return { order, base, read: (bytes: Uint8Array) => readPoint(f, bytes), times, add, isSame };
}

const pointAt = ({ one, mod }: Field, x: bigint, y: bigint): Point => [x, y, one, mod(x * y)];

// RFC 8032, 5.1.4.
function sumOf({ two, d, mod }: Field, [x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const [a, b] = [mod((y1 - x1) * (y2 - x2)), mod((y1 + x1) * (y2 + x2))];
  const [c, e] = [mod(two * t1 * t2 * d), mod(two * z1 * z2)];
  const [f, g, h, i] = [b - a, e - c, e + c, b + a];
  return [mod(f * g), mod(h * i), mod(g * h), mod(f * i)];
}

// RFC 8032, 5.1.3.
function readPoint(f: Field, bytes: Uint8Array): Point | null {
  const { zero, one, two, p, d, mod, power } = f;
  const sign = (bytes[31] ?? 0) >> 7;
  const plain = new Uint8Array(bytes);
  plain[31] = (plain[31] ?? 0) & 127;
  const y = numberOf(plain);
  if (y >= p) return null;
  const [u, v] = [mod(y * y - one), mod(d * y * y + one)];
  const v3 = mod(v * v * v);
  let x = mod(u * v3 * power(mod(u * v3 * v3 * v), (p - BigInt(5)) / BigInt(8)));
  const root = BigInt('0x2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0');
  if (mod(v * x * x) !== u) x = mod(x * root);
  if (mod(v * x * x) !== u || (x === zero && sign === 1)) return null;
  return pointAt(f, Number(x % two) === sign ? x : p - x, y);
}
