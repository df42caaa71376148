import { lookup } from '../lookup.ts';
import type { Reading } from '../reading/reading.ts';
import { readTyped } from '../reading/text.ts';

/**
 * A phone number as people write it (`0912 345 678`, `84…`, `+84…`, `0084…`, dots and dashes), as E.164: `+84912345678`.
 * Null when it is no Vietnamese number: mobile phones have nine digits after the country code, landlines ten.
 */
export function readPhone(text: string): string | null {
  const reading = readOwnPhone(text);
  return 'value' in reading ? reading.value : null;
}

/**
 * As `readPhone`, with the reason: `phone-eleven-digits` tells the number of today for one of before 15 September 2018, else
 * `phone-not-readable`.
 */
export function readOwnPhone(text: string): Reading<string> {
  const national = /^(?:\+84|0084|84|0)(\d+)$/.exec(digitsOf(text))?.[1]?.replace(/^0/, '') ?? '';
  if (/^[35789]\d{8}$/.test(national) || /^2\d{9}$/.test(national)) return { value: `+84${national}` };
  const renewed = renewedOf(national);
  return renewed === null
    ? { code: 'phone-not-readable' }
    : { code: 'phone-eleven-digits', facts: { phone: formatPhone(`+84${renewed}`) } };
}

/**
 * A buyer's number: as `readOwnPhone`, or one of another country, written with `+` and its code: 8 to 15 digits in all (E.164).
 */
export function readAnyPhone(text: string): Reading<string> {
  const digits = digitsOf(text);
  return /^\+(?!84)[1-9]\d{7,14}$/.test(digits) ? { value: digits } : readOwnPhone(text);
}

/** As people in Vietnam read it: `0912 345 678`; a foreign number as it is dialled. */
export function formatPhone(phone: string): string {
  const national = phone.replace(/^\+84/, '0');
  return national.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');
}

/** How to reach somebody: the number to dial, to read, and the address of its Zalo, which only mobile phones have. */
export interface Contact {
  phone: string;
  phoneText: string;
  zaloUrl: string | null;
}

/** @param phone E.164, or null */
export function contactOf(phone: string | null): Contact | null {
  if (phone === null) return null;
  const isMobile = /^\+84[35789]\d{8}$/.test(phone);
  const zaloUrl = isMobile ? `https://zalo.me/${phone.replace(/^\+84/, '0')}` : null;
  return { phone, phoneText: formatPhone(phone), zaloUrl };
}

const digitsOf = (text: string): string => readTyped(text).replaceAll(/[\s.()-]/g, '');

// Decision 798/QĐ-BTTTT of 25 May 2018: what stands before the last seven digits, before and since 15 September 2018.
const renewedCodes = lookup<string>({
  120: '70',
  121: '79',
  122: '77',
  123: '83',
  124: '84',
  125: '85',
  126: '76',
  127: '81',
  128: '78',
  129: '82',
  162: '32',
  163: '33',
  164: '34',
  165: '35',
  166: '36',
  167: '37',
  168: '38',
  169: '39',
  186: '56',
  188: '58',
  199: '59',
});

function renewedOf(national: string): string | null {
  const [, code = '', rest = ''] = /^(\d{3})(\d{7})$/.exec(national) ?? [];
  const renewed = renewedCodes[code];
  return renewed === undefined ? null : renewed + rest;
}
