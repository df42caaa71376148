import { crc16 } from './crc16.ts';
import { writeFields } from './fields.ts';
import { fold } from './fold.ts';
import { check, longestText, mostVnd, napas, type Payee, serviceOf } from './rules.ts';
import { VietQrError } from './vietqr-error.ts';

/** What a VietQR says. Optional texts lose their diacritics on the way in; nothing is ever cut to fit. */
export interface VietQrContents {
  /** The bank: six digits. */
  bin: string;
  /** Account or card number: at most 19 letters or digits. */
  number: string;
  /** Default `account`. */
  payee?: Payee;
  /** Whole đồng from 1 to 499,999,999. Without it the payer types the amount. */
  amountVnd?: number;
  /** Whether the code is for more than one payment. Default: yes without an amount, no with one. */
  reusable?: boolean;
  /** The transfer's content, at most 25 characters. Banks differ: keep to 19 of A–Z, 0–9 and blanks. */
  purpose?: string;
  /** At most 25 characters. */
  billNumber?: string;
  /** At most 25, 15 and 10 characters. */
  merchantName?: string;
  city?: string;
  postalCode?: string;
}

/**
 * Writes a VietQR text: fields in the order of their ids, the checksum last.
 * @throws VietQrError naming the field that the specification does not allow.
 */
export function encode(contents: VietQrContents): string {
  const text = sealed(
    writeFields([
      { id: '00', value: '01' },
      { id: '01', value: (contents.reusable ?? contents.amountVnd === undefined) ? '11' : '12' },
      { id: '38', value: payeeOf(contents) },
      { id: '53', value: '704' },
      ...(contents.amountVnd === undefined ? [] : [{ id: '54', value: amountOf(contents.amountVnd) }]),
      { id: '58', value: 'VN' },
      ...optional('59', contents.merchantName),
      ...optional('60', contents.city),
      ...optional('61', contents.postalCode),
      ...additional(contents),
    ]),
  );
  if (text.length > longestText) throw new VietQrError('too-long', '');
  return text;
}

/** A text whose checksum is still missing, with it. */
export const sealed = (text: string): string => `${text}6304${crc16(`${text}6304`)}`;

function payeeOf({ bin, number, payee = 'account' }: VietQrContents): string {
  const account = [
    { id: '00', value: check('38.01.00', textOf('38.01.00', bin)) },
    { id: '01', value: check('38.01.01', textOf('38.01.01', number)) },
  ];
  return writeFields([
    { id: '00', value: napas },
    { id: '01', value: writeFields(account, '38.01') },
    { id: '02', value: check('38.02', serviceOf[payee] ?? '') },
  ]);
}

function amountOf(amountVnd: number): string {
  if (!Number.isSafeInteger(amountVnd) || amountVnd < 1) throw new VietQrError('bad-value', '54');
  if (amountVnd > mostVnd) throw new VietQrError('too-much', '54');
  return check('54', String(amountVnd));
}

function additional({ billNumber, purpose }: VietQrContents): { id: string; value: string }[] {
  const fields = [...optional('62.01', billNumber), ...optional('62.08', purpose)];
  return fields.length === 0 ? [] : [{ id: '62', value: writeFields(fields, '62') }];
}

function optional(path: string, text: string | undefined): { id: string; value: string }[] {
  if (text === undefined) return [];
  return [{ id: path.slice(-2), value: check(path, fold(textOf(path, text))) }];
}

// Callers without types may hand over a number: "54ed50000" is how another encoder wrote one, with a valid checksum.
function textOf(path: string, text: string): string {
  if (typeof text !== 'string') throw new VietQrError('bad-value', path);
  if (text === '') throw new VietQrError('empty', path);
  return text;
}
