import { describe, expect, it } from 'vitest';
import { decode } from '../../../../server/payments/vietqr/decode.ts';
import { decodeMerchant, merchantWithAmount } from '../../../../server/payments/vietqr/merchant.ts';

const once =
  '00020101021238580010A00000072701300006970403011621129950446040250206QRPUSH52045812530370454061800005802VN5910PHUONG CAC6005HANOI62110307NPS686963047C1B';
const often =
  '00020101021138580010A00000072701300006970403011621129950446040250206QRPUSH5204581253037045802VN5910PHUONG CAC6005HANOI62110307NPS686963043820';
const whole =
  '00020101021238500010A000000727012200069704160108123456780206QRPUSH52045812530370454061200005802VN5917CUA HANG TIEN LOI6006HA NOI61051000062860107B123456021003900000010307NPS68690402100503abc0605C11230706aac1230809pay a box0901A64260002en0107Shop VN0205Hanoi63041F97';
const bare =
  '00020101021138540010A0000007270126000697041901121000050925440206QRPUSH5204594453037045802VN5904Hanh6005HANOI620063045D12';
const pasted = '00020101021138560010A0000007270126000697041501121008712015370206QRPUSH53037045802VN630467E8';

describe('a merchant’s QR', () => {
  it.each([
    [once, { bin: '970403', merchantId: '2112995044604025', reusable: false, amountVnd: 180_000, name: 'PHUONG CAC' }],
    [often, { bin: '970403', merchantId: '2112995044604025', reusable: true, amountVnd: null, city: 'HANOI' }],
    [whole, { bin: '970416', merchantId: '12345678', amountVnd: 120_000, name: 'CUA HANG TIEN LOI' }],
    [bare, { bin: '970419', merchantId: '100005092544', reusable: true, name: 'Hanh' }],
  ])('is read: %s', (text, says) => {
    expect(decodeMerchant(text)).toMatchObject(says);
  });

  it.each([
    ['another service pasted over', pasted],
    [
      'a transfer’s QR',
      '00020101021138560010A0000007270126000697041501121008712015370208QRIBFTTA53037045802VN630467E8',
    ],
    ['a wrong checksum', often.replace(/.$/, '1')],
    ['an empty name', often.replace('5910PHUONG CAC', '5900')],
    ['letters after the end', `${often} `],
    ['nothing', ''],
  ])('is refused: %s', (_what, text) => {
    expect(() => decodeMerchant(text)).toThrow(/VietQR/);
  });

  it('is refused with any one character changed', () => {
    for (let place = 0; place < bare.length; place += 1) {
      const other = bare.charAt(place) === '7' ? '8' : '7';
      expect(() => decodeMerchant(bare.slice(0, place) + other + bare.slice(place + 1))).toThrow(/VietQR/);
    }
  });

  it('is no code of a transfer', () => {
    expect(() => decode(often)).toThrow(/38\.02/);
    expect(() => decode(bare)).toThrow(/bad-length in 62/);
  });

  it('asks for an amount as its own bank writes it, and keeps the rest byte for byte', () => {
    expect(merchantWithAmount(often, 180_000)).toBe(once);
    const asked = merchantWithAmount(bare, 60_000);
    expect(asked).toContain('6200');
    expect(decodeMerchant(asked)).toMatchObject({ amountVnd: 60_000, merchantId: '100005092544', reusable: false });
    for (const wrong of [0, -1, 0.5, 500_000_000]) expect(() => merchantWithAmount(often, wrong)).toThrow(/54/);
  });
});
