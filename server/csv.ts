/**
 * One field of a CSV that a spreadsheet opens: quoted when needed, and never a formula (ASVS 5.0 1.2.10): what begins like
 * one gets an apostrophe in front, and so do the full-width signs that some spreadsheets read as the same.
 */
export function csvField(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A whole CSV for spreadsheets: a byte order mark, so that Excel reads Vietnamese letters, and CRLF. */
export const writeCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
