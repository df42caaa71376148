const lengths = [8, 12, 13, 14];

/** Whether the text is a GTIN of 14 digits with a right check digit. */
export function isGtin14(text: string): boolean {
  return /^\d{14}$/.test(text) && checkDigit(text.slice(0, 13)) === text.charAt(13);
}

/** The check digit after these digits: weights 3 and 1 from the right, modulo 10 (GS1 General Specifications 7.9). */
export function checkDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** A GTIN-8, -12, -13 or -14 as 14 digits; null when its length or check digit is wrong. */
export function readGtin(text: string): string | null {
  if (!/^\d+$/.test(text) || !lengths.includes(text.length)) return null;
  const gtin = text.padStart(14, '0');
  return isGtin14(gtin) ? gtin : null;
}
