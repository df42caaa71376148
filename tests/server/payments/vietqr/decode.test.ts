import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, write } from '../../../../server/payments/vietqr/decode.ts';
import { encode, sealed } from '../../../../server/payments/vietqr/encode.ts';
import { VietQrError } from '../../../../server/payments/vietqr/vietqr-error.ts';
import { allowedContents, many, strangeFields } from './allowed.ts';

const good = '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F';
const payee = '38570010A00000072701270006970403011300110123456780208QRIBFTTA';

const refusal = (text: string): VietQrError | null => {
  try {
    decode(text);
    return null;
  } catch (error) {
    if (error instanceof VietQrError) return error;
    throw error;
  }
};

describe('decode refuses', () => {
  it('the official example 6.1.1, whose account is longer than its length says', () => {
    const trap = '00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5';
    expect(refusal(trap)).toMatchObject({ field: '38.01', mistake: 'bad-id', position: 60 });
  });

  it.each([
    ['nothing', '', 'empty', '', 0],
    ['a long text unread', '0'.repeat(513), 'too-long', '', 512],
    ['twenty thousand empty fields unread', '0000'.repeat(20_000), 'too-long', '', 512],
    ['a control character', good.replace('VN', 'V\u0007'), 'bad-character', '', 85],
    ['half a character', good.replace('VN', 'V\ud800'), 'bad-character', '', 85],
    ['letters for an id', sealed('000201AA0211'), 'bad-id', '', 6],
    ['letters for a length', sealed('00020101X211'), 'bad-length', '01', 8],
    ['a length of nothing', sealed('0002010100'), 'bad-length', '01', 8],
    ['a value past the end', '000201011211', 'past-the-end', '01', 10],
    ['a version that is not 01', sealed(`000202${payee}53037045802VN`), 'bad-value', '00', 4],
    ['another first field', sealed(`010211000201${payee}53037045802VN`), 'wrong-place', '00', 0],
    ['no checksum', `000201${payee}53037045802VN`, 'missing', '63', 80],
    ['a checksum in the middle', `0002016304ABCD${payee}`, 'wrong-place', '63', 6],
    ['a checksum in small letters', good.replace('9E6F', '9e6f'), 'bad-value', '63', 90],
    ['a wrong checksum', good.replace('9E6F', '9E70'), 'wrong-checksum', '63', 90],
    ['a field that comes twice', sealed(`000201${payee}530370453037045802VN`), 'repeated', '53', 74],
    ['no payee', sealed('00020153037045802VN'), 'missing', '38', 0],
    ['no currency', sealed(`000201${payee}5802VN`), 'missing', '53', 0],
    ['no country', sealed(`000201${payee}5303704`), 'missing', '58', 0],
    ['dollars', sealed(`000201${payee}53038405802VN`), 'bad-value', '53', 71],
    ['an amount of zero', sealed(`000201${payee}5303704540105802VN`), 'bad-value', '54', 78],
    ['an amount with a point', sealed(`000201${payee}530370454041.505802VN`), 'bad-value', '54', 78],
    ['an amount in powers of ten', sealed(`000201${payee}530370454035e45802VN`), 'bad-value', '54', 78],
    ['diacritics in the name', sealed(`000201${payee}53037045802VN5904Chợ1`), 'bad-character', '59', 86],
    [
      'a content of 26 characters',
      sealed(`000201${payee}53037045802VN62300826${'A'.repeat(26)}`),
      'too-long',
      '62.08',
      88,
    ],
    ['a template that breaks off', sealed(`000201${payee}53037045802VN62050899A`), 'past-the-end', '62.08', 88],
  ])('%s, saying where', (_name, text, ...where) => {
    const error = refusal(text);
    expect([error?.mistake, error?.field, error?.position]).toEqual(where);
  });

  it('a bank that is not NAPAS, a service that is not a transfer, a payee without an account', () => {
    const other = sealed('00020138300010A00000000001120006970403010053037045802VN');
    expect(refusal(other)).toBeInstanceOf(VietQrError);
    expect(refusal(sealed(`000201${payee.replace('QRIBFTTA', 'QRPUSHXX')}53037045802VN`))?.field).toBe('38.02');
    expect(refusal(sealed('00020138400010A000000727011000069704030208QRIBFTTA53037045802VN'))?.field).toBe('38.01.01');
  });

  it('every text with one character replaced, the checksum included', () => {
    const text = encode({ bin: '970436', number: '0123499999', amountVnd: 60_000, purpose: 'BLK7Q2M9XW' });
    for (let at = 0; at < text.length; at += 1) {
      for (let code = 0x20; code < 0x7f; code += 1) {
        const wrong = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        if (wrong !== text) expect(refusal(wrong), wrong).toBeInstanceOf(VietQrError);
      }
    }
  });

  it('random texts with nothing but its own error', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789AQVN')), maxLength: 120 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(fc.nat(good.length), fc.nat(20), fc.string({ maxLength: 12 }))
        .map(([at, cut, middle]) => good.slice(0, at) + middle + good.slice(at + cut)),
    );
    const property = fc.property(text, (random) => random === good || refusal(random) !== null);
    fc.assert(property, { numRuns: many });
  }, 1_800_000);
});

describe('decode', () => {
  it('reads back whatever encode writes', () => {
    const property = fc.property(allowedContents, (contents) => {
      const read = decode(encode(contents));
      expect(read).toMatchObject({ payee: 'account', ...contents });
      expect(write(read.fields)).toBe(encode(contents));
    });
    fc.assert(property, { numRuns: many / 10 });
  }, 1_800_000);

  it('keeps fields it does not know, in any order, byte for byte', () => {
    const property = fc.property(allowedContents, strangeFields, fc.nat(1000), (contents, strange, seed) => {
      const fields = decode(encode({ ...contents, purpose: 'A' })).fields.slice(1, -1);
      const shuffled = [...fields, ...strange].toSorted((a, b) => mixed(a.id, seed) - mixed(b.id, seed));
      const text = sealed(
        `000201${shuffled.map(({ id, value }) => `${id}${String(value.length).padStart(2, '0')}${value}`).join('')}`,
      );
      fc.pre(text.length <= 512);
      const read = decode(text);
      expect(write(read.fields)).toBe(text);
      expect(read.purpose).toBe('A');
    });
    fc.assert(property, { numRuns: many / 10 });
  }, 1_800_000);

  it('lets Vietnamese letters stand in the language template', () => {
    const text = sealed(`000201${payee}53037045802VN64150002VI0105Chợ 1`);
    expect(write(decode(text).fields)).toBe(text);
  });

  it('reads the code of a wallet that adds fields of its own', () => {
    const momo =
      '00020101021138620010A00000072701320006970454011899MM24011M348750800208QRIBFTTA53037045802VN62190515MOMOW2W3487508080030466304EBC8';
    expect(decode(momo)).toMatchObject({ bin: '970454', number: '99MM24011M34875080', amountVnd: null });
    expect(write(decode(momo).fields)).toBe(momo);
  });
});

const mixed = (id: string, seed: number): number => (Number(id) * 7919 + seed * 104_729) % 1009;
