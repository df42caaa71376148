import { charactersOf, checkEnds, checkField } from './decode.ts';
import { sealed } from './encode.ts';
import { type Field, inside, type Place, readFields } from './fields.ts';
import { mostVnd, napas } from './rules.ts';
import { VietQrError } from './vietqr-error.ts';

/** What a merchant's QR says (VIETQRPay, VIETQRGlobal): it leads to a merchant's number at a bank, not to an account. */
export interface MerchantQr {
  bin: string;
  merchantId: string;
  /** false: for one payment only. */
  reusable: boolean;
  amountVnd: number | null;
  name: string | null;
  city: string | null;
}

/** The service code of payments to merchants. */
const push = 'QRPUSH';
const outside: Place = { path: '', start: 0 };
/** A bank writes `6200` in real codes: it is read, kept as it is, and never written by us (decision 0059). */
const empty = '62';

/**
 * Reads a merchant's QR, as strictly as a transfer's but for an empty field 62.
 * @throws VietQrError with the field and the position of what is wrong
 */
export function decodeMerchant(text: string): MerchantQr {
  const fields = fieldsOf(text);
  const find = (id: string): string | null => fields.find((field) => field.id === id)?.value ?? null;
  const amount = find('54');
  return {
    ...payeeOf(fields),
    reusable: find('01') !== '12',
    amountVnd: amount === null ? null : Number(amount),
    name: find('59'),
    city: find('60'),
  };
}

/**
 * The same code asking for an amount, as its own bank would write it: `12` instead of `11`, the amount after the currency, a new
 * checksum, and everything else byte for byte. No document says that every bank takes it (decision 0059).
 * @throws VietQrError as `decodeMerchant`, and for an amount that VietQR does not carry
 */
export function merchantWithAmount(text: string, amountVnd: number): string {
  if (!Number.isSafeInteger(amountVnd) || amountVnd < 1 || amountVnd > mostVnd)
    throw new VietQrError('bad-value', '54');
  const kept = fieldsOf(text).filter(({ id }) => id !== '54' && id !== '63');
  const asked = kept.flatMap(({ id, value }) => {
    if (id === '01') return [{ id, value: '12' }];
    return id === '53'
      ? [
          { id, value },
          { id: '54', value: String(amountVnd) },
        ]
      : [{ id, value }];
  });
  return sealed(asked.map(({ id, value }) => `${id}${lengthOf(value)}${value}`).join(''));
}

const lengthOf = (value: string): string => String(Array.from(value).length).padStart(2, '0');

function fieldsOf(text: string): Field[] {
  const characters = charactersOf(text);
  const fields = readFields(characters, outside, empty);
  checkEnds(fields, text);
  for (const field of fields) checkField(field, outside);
  need(fields, '53', outside);
  need(fields, '58', outside);
  const more = fields.find(({ id }) => id === empty);
  if (more && more.value !== '') checkInside(more);
  const language = fields.find(({ id }) => id === '64');
  if (language) checkInside(language);
  return fields;
}

function checkInside(field: Field): void {
  const place = inside(outside, field);
  for (const one of readFields(Array.from(field.value), place)) checkField(one, place);
}

function payeeOf(fields: readonly Field[]): { bin: string; merchantId: string } {
  const napasField = need(fields, '38', outside);
  const place = inside(outside, napasField);
  const parts = readFields(Array.from(napasField.value), place);
  if (need(parts, '00', place).value !== napas) throw new VietQrError('bad-value', '38.00', place.start);
  const service = need(parts, '02', place);
  if (service.value !== push) throw new VietQrError('bad-value', '38.02', service.position + 4);
  const to = need(parts, '01', place);
  const within = inside(place, to);
  const payee = readFields(Array.from(to.value), within);
  for (const field of payee) checkField(field, within);
  return { bin: need(payee, '00', within).value, merchantId: need(payee, '01', within).value };
}

function need(fields: readonly Field[], id: string, place: Place): Field {
  const field = fields.find((one) => one.id === id);
  if (!field) throw new VietQrError('missing', place.path === '' ? id : `${place.path}.${id}`, place.start);
  return field;
}
