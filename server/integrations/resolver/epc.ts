import { checkDigit } from '../../check-digit.ts';

// EPC binary strings in hexadecimal, as radio tags carry them: `/eh3074257BF7194E4000001A85` (GS1 Digital Link: Compression for EPC
// binary strings 1.0; EPC Tag Data Standard, 14.5 and 14.6.1). Of goods, which are all that this resolver knows.

/** What an EPC binary string names; `other`: no goods, or in a form that is not read here. */
type Epc = { is: 'goods'; gtin: string; serial: string } | { is: 'other' } | null;

interface Form {
  bits: number;
  serialOf: (bits: string) => string | null;
}

const forms: ReadonlyMap<string, Form> = new Map([
  // SGTIN-96: the serial is a number of 38 bits. SGTIN-198: up to twenty letters of seven bits, then zeros.
  ['00110000', { bits: 96, serialOf: (bits: string) => BigInt(`0b${bits.slice(58, 96)}`).toString() }],
  ['00110110', { bits: 198, serialOf: (bits: string) => lettersIn(bits.slice(58, 198)) }],
]);

// By the partition's number: bits and digits of the company's prefix; the rest of 44 bits and 13 digits is indicator and item.
const partitions = [
  [40, 12],
  [37, 11],
  [34, 10],
  [30, 9],
  [27, 8],
  [24, 7],
  [20, 6],
] as const;
const start = 14;
const ofGoods = 44;

/** Reads an EPC binary string. @returns null for one with a fault */
export function readEpc(hex: string): Epc {
  if (!/^([0-9a-f]{2})+$/i.test(hex)) return null;
  const bits = Array.from(hex, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const form = forms.get(bits.slice(0, 8));
  if (form === undefined) return { is: 'other' };
  // Behind the last bit a tag fills its word up with zeros.
  if (bits.length < form.bits || bits.length >= form.bits + 16 || bits.slice(form.bits).includes('1')) return null;
  const gtin = gtinIn(bits);
  const serial = form.serialOf(bits);
  return gtin === null || serial === null ? null : { is: 'goods', gtin, serial };
}

function gtinIn(bits: string): string | null {
  const partition = partitions[Number.parseInt(bits.slice(11, start), 2)];
  if (partition === undefined) return null;
  const [prefixBits, prefixDigits] = partition;
  const number = (from: number, to: number, digits: number) => {
    const text = String(Number.parseInt(bits.slice(from, to), 2));
    return text.length > digits ? null : text.padStart(digits, '0');
  };
  const prefix = number(start, start + prefixBits, prefixDigits);
  const item = number(start + prefixBits, start + ofGoods, 13 - prefixDigits);
  if (prefix === null || item === null) return null;
  const body = item.charAt(0) + prefix + item.slice(1);
  return body + checkDigit(body);
}

function lettersIn(bits: string): string | null {
  const codes = (bits.match(/.{7}/g) ?? []).map((one) => Number.parseInt(one, 2));
  const end = codes.indexOf(0) < 0 ? codes.length : codes.indexOf(0);
  return end === 0 || codes.slice(end).some((code) => code > 0) ? null : String.fromCharCode(...codes.slice(0, end));
}
