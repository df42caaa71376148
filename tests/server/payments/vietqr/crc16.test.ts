import { expect, it } from 'vitest';
import { crc16 } from '../../../../server/payments/vietqr/crc16.ts';

it('gives the published check value of CRC-16/CCITT-FALSE', () => {
  expect(crc16('123456789')).toBe('29B1');
});

it('is FFFF for nothing, and always four capital digits', () => {
  expect(crc16('')).toBe('FFFF');
  for (let n = 0; n < 2000; n += 1) expect(crc16(String(n))).toMatch(/^[0-9A-F]{4}$/);
});
