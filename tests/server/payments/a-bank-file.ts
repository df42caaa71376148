import { type Rows, writeXlsx } from '../../../server/tables.ts';
import { in1258 } from '../../support/windows-1258.ts';

/** What has to be read out of a bank's file: the days, amounts and references of the money that came in. */
export interface BankFile {
  bank: string;
  bytes: () => Promise<Uint8Array>;
  /** what a person answers to the one question, if there is one */
  answer?: Record<string, string>;
  came: readonly (readonly [string, number, string])[];
}

export const xlsx = (rows: Rows) => () => writeXlsx('Sao ke', rows);
export const text =
  (lines: readonly string[], end = '\r\n') =>
  () =>
    Promise.resolve(Buffer.from(lines.join(end)));
export const wide = (lines: readonly string[]) => () =>
  Promise.resolve(Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le'));
export const narrow = (lines: readonly string[]) => () => Promise.resolve(in1258(lines.join('\n')));
