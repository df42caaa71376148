import { lookup } from '../../lookup.ts';
import { VietQrError } from './vietqr-error.ts';

/** NAPAS' application id inside template 38. */
export const napas = 'A000000727';

/** What a transfer by VietQR goes to. */
export type Payee = 'account' | 'card';
export const serviceOf: Readonly<Record<Payee, string>> = { account: 'QRIBFTTA', card: 'QRIBFTTC' };

/** The longest text that is looked at: EMVCo MPM 1.1, section 4.1. */
export const longestText = 512;

/** The most that one VietQR transfer carries in đồng: less than 500 million. Writing keeps to it; reading does not. */
export const mostVnd = 499_999_999;

/** What a known field may hold; ids as in the NAPAS format v1.0 (09/2021). `most` is in characters. */
interface Rule {
  readonly pattern: RegExp;
  readonly most: number;
}

const printable = /^[\x20-\x7e]+$/;

export const rules = lookup<Rule>({
  '00': { pattern: /^01$/, most: 2 },
  '01': { pattern: /^1[12]$/, most: 2 },
  '38.00': { pattern: /^A000000727$/, most: 10 },
  '38.01.00': { pattern: /^\d{6}$/, most: 6 },
  '38.01.01': { pattern: /^[0-9A-Za-z]+$/, most: 19 },
  '38.02': { pattern: /^QRIBFTT[AC]$/, most: 8 },
  '52': { pattern: /^\d{4}$/, most: 4 },
  '53': { pattern: /^704$/, most: 3 },
  // Whole đồng, more than zero: no point, no zero in front.
  '54': { pattern: /^[1-9]\d*$/, most: 13 },
  '58': { pattern: /^VN$/, most: 2 },
  '59': { pattern: printable, most: 25 },
  '60': { pattern: printable, most: 15 },
  '61': { pattern: printable, most: 10 },
  '62.01': { pattern: printable, most: 25 },
  '62.08': { pattern: printable, most: 25 },
  '64.00': { pattern: /^[A-Za-z]{2}$/, most: 2 },
  '64.01': { pattern: /^[^\p{Cc}\p{Cs}]+$/u, most: 25 },
  '64.02': { pattern: /^[^\p{Cc}\p{Cs}]+$/u, most: 15 },
});

/**
 * Passes a value that its field may hold; fields without a rule pass.
 * @throws VietQrError too-long or bad-value; `position` is where the value begins, or null when writing.
 */
export function check(path: string, value: string, position: number | null = null): string {
  const rule = rules[path];
  if (rule && Array.from(value).length > rule.most) throw new VietQrError('too-long', path, position);
  if (rule && !rule.pattern.test(value)) throw new VietQrError('bad-value', path, position);
  return value;
}
