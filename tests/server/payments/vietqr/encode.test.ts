import { QRPay } from 'vietnam-qr-pay';
import { describe, expect, it } from 'vitest';
import { encode, type VietQrContents } from '../../../../server/payments/vietqr/encode.ts';
import { VietQrError } from '../../../../server/payments/vietqr/vietqr-error.ts';

const plain: VietQrContents = { bin: '970403', number: '0011012345678' };
const refusal = (contents: unknown): VietQrError | null => {
  try {
    encode(contents as VietQrContents);
    return null;
  } catch (error) {
    if (error instanceof VietQrError) return error;
    throw error;
  }
};

describe('encode refuses', () => {
  it.each([
    ['an amount of nothing', { amountVnd: 0 }, '54', 'bad-value'],
    ['a debt', { amountVnd: -1 }, '54', 'bad-value'],
    ['half a đồng', { amountVnd: 1000.5 }, '54', 'bad-value'],
    ['an amount that is a text', { amountVnd: '50000' }, '54', 'bad-value'],
    ['no number at all', { amountVnd: Number.NaN }, '54', 'bad-value'],
    ['500 million đồng', { amountVnd: 500_000_000 }, '54', 'too-much'],
    ['an empty bank', { bin: '' }, '38.01.00', 'empty'],
    ['a bank of five digits', { bin: '97040' }, '38.01.00', 'bad-value'],
    ['a bank of seven digits', { bin: '9704030' }, '38.01.00', 'too-long'],
    ['a bank that is a number', { bin: 970403 }, '38.01.00', 'bad-value'],
    ['an account of twenty characters', { number: '1'.repeat(20) }, '38.01.01', 'too-long'],
    ['an account with a blank', { number: '001 101' }, '38.01.01', 'bad-value'],
    ['an account with diacritics', { number: 'MIẾN' }, '38.01.01', 'bad-value'],
    ['an unknown kind of payee', { payee: 'wallet' }, '38.02', 'bad-value'],
    ['a content of 26 characters', { purpose: 'A'.repeat(26) }, '62.08', 'too-long'],
    ['an empty content', { purpose: '' }, '62.08', 'empty'],
    ['a content with a line break', { purpose: 'A\nB' }, '62.08', 'bad-value'],
    ['a content in another script', { purpose: '支付' }, '62.08', 'bad-value'],
    ['a long bill number', { billNumber: 'B'.repeat(26) }, '62.01', 'too-long'],
    ['a long name', { merchantName: 'N'.repeat(26) }, '59', 'too-long'],
    ['a long city', { city: 'C'.repeat(16) }, '60', 'too-long'],
    ['a long postal code', { postalCode: '1'.repeat(11) }, '61', 'too-long'],
  ])('%s, naming field and mistake', (_name, wrong, field, mistake) => {
    expect(refusal({ ...plain, ...wrong })).toMatchObject({ field, mistake, position: null });
  });
});

describe('encode', () => {
  it('writes the corrected official example', () => {
    expect(encode(plain)).toBe(
      '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F',
    );
  });

  it('folds diacritics and keeps every letter', () => {
    expect(encode({ ...plain, purpose: 'Đặng trả tiền miến đao' })).toContain('0822Dang tra tien mien dao');
  });

  it('says once with an amount, many times without, and what it is told otherwise', () => {
    expect(encode(plain).slice(6, 12)).toBe('010211');
    expect(encode({ ...plain, amountVnd: 1 }).slice(6, 12)).toBe('010212');
    expect(encode({ ...plain, amountVnd: 1, reusable: true }).slice(6, 12)).toBe('010211');
  });

  it('agrees with vietnam-qr-pay wherever that library is right', () => {
    for (const [number, amountVnd, purpose] of [
      ['257678859', 10_000, 'Chuyen tien'],
      ['0011012345678', 499_999_999, 'BLK7Q2M9XW'],
    ] as const) {
      const theirs = QRPay.initVietQR({ bankBin: '970416', bankNumber: number, amount: String(amountVnd), purpose });
      expect(encode({ bin: '970416', number, amountVnd, purpose })).toBe(theirs.build());
    }
  });
});
