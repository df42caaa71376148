import { type Level, levelOf, readTop, templateOf } from './decode.ts';
import { sealed } from './encode.ts';
import { readFields } from './fields.ts';
import { mostVnd } from './rules.ts';
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
/** A bank writes `6200` in real codes: it is read, kept as it is, and never written by us (decision 0059). */
const empty = '62';

/**
 * Reads a merchant's QR, as strictly as a transfer's but for an empty field 62.
 * @throws VietQrError with the field and the position of what is wrong
 */
export function decodeMerchant(text: string): MerchantQr {
  const { top } = readTop(text, empty);
  const amount = top.find('54');
  return {
    ...payeeOf(top),
    reusable: top.find('01') !== '12',
    amountVnd: amount === null ? null : Number(amount),
    name: top.find('59'),
    city: top.find('60'),
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
  const kept = readTop(text, empty).fields.filter(({ id }) => id !== '54' && id !== '63');
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

// What pays a merchant stands where a transfer's service does, and by a transfer's rule would be refused.
function payeeOf(top: Level): { bin: string; merchantId: string } {
  const place = top.place('38');
  const fields = readFields(Array.from(top.need('38')), place);
  const napas = levelOf(
    fields.filter(({ id }) => id !== '02'),
    place,
  );
  napas.need('00');
  const service = fields.find(({ id }) => id === '02');
  if (!service) throw new VietQrError('missing', '38.02', place.start);
  if (service.value !== push) throw new VietQrError('bad-value', '38.02', service.position + 4);
  const payee = templateOf(napas, '01');
  return { bin: payee.need('00'), merchantId: payee.need('01') };
}
