import { expect, it } from 'vitest';
import { fold } from '../../../../server/payments/vietqr/fold.ts';

it('takes every Vietnamese diacritic away and leaves the rest', () => {
  expect(fold('Đường Trường Chinh, ngõ 5/3 – ẰẲẴẶ ằẳẵặ ữ')).toBe('Duong Truong Chinh, ngo 5/3 – AAAA aaaa u');
});

it('folds composed and decomposed letters alike', () => {
  expect(fold('miến'.normalize('NFD'))).toBe(fold('miến'.normalize('NFC')));
});
