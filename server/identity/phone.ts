import { readTyped } from '../reading/text.ts';

/**
 * A phone number as people write it (`0912 345 678`, `84…`, `+84…`, `0084…`, dots and dashes), as E.164: `+84912345678`.
 * Null when it is no Vietnamese number: mobile phones have nine digits after the country code, landlines ten.
 */
export function readPhone(text: string): string | null {
  const digits = readTyped(text).replaceAll(/[\s.()-]/g, '');
  const national = /^(?:\+84|0084|84|0)(\d+)$/.exec(digits)?.[1]?.replace(/^0/, '');
  if (national === undefined) return null;
  return /^[35789]\d{8}$/.test(national) || /^2\d{9}$/.test(national) ? `+84${national}` : null;
}

/** As people in Vietnam read it: `0912 345 678`. */
export function formatPhone(phone: string): string {
  const national = phone.replace(/^\+84/, '0');
  return national.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');
}
