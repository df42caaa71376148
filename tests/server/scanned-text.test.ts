import { describe, expect, it } from 'vitest';
import { checkCharacter } from '../../server/codes.ts';
import { codeIn, readScanned } from '../../server/scanned-text.ts';

const code = `VRGWJX7${checkCharacter('VRGWJX7')}`;
const serial = '000QP0PD';
const spaced = (text: string) => Array.from(text).join(' ');
const [zwsp, shy, rtl, bom, gs] = ['\u200B', '\u00AD', '\u202E', '\uFEFF', '\u001D'];

describe('what our own label shows', () => {
  // Everything here names the one batch.
  it.each([
    code,
    code.toLowerCase(),
    ` ${code} `,
    `${code.slice(0, 4)} ${code.slice(4)}`,
    `${code.slice(0, 4)}-${code.slice(4)}`,
    spaced(code),
    `${zwsp}${code.slice(0, 3)}${shy}${code.slice(3)}${rtl}${bom}`,
    code.replaceAll('0', 'O').replaceAll('1', 'I'),
    Array.from(code, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join(''),
    `/t/${code}`,
    `/T/${code}`,
    `https://CHO.EXAMPLE/T/${code}`,
    `HTTPS://CHO.EXAMPLE/T/${code}`,
    `cho.example/t/${code.toLowerCase()}?lang=en#buy`,
    `Mã truy xuất: ${code}`,
    `Xem hàng ở https://cho.example/t/${code} nhé`,
    `Mã: ${code.slice(0, 4)} ${code.slice(4)}`,
    `Mã truy xuất của lô này là ${code.slice(0, 4).toLowerCase()} ${code.slice(4).toLowerCase()}, bà xem nhé`,
    `mã ${spaced(code)} nhé`,
    `Miến dong Bình Lư 500 g – Hợp tác xã Bản Hon\nTruy xuất: https://cho.example/t/${code}?utm_source=zalo\nGửi từ Zalo`,
    `https://l.example/l.php?u=https%3A%2F%2Fcho.example%2Ft%2F${code}%3Ffbclid%3D1&h=AT0`,
  ])('is read as the batch: %s', (typed) => {
    expect(readScanned(typed)).toEqual({ is: 'batch', code, serial: null });
    expect(codeIn(typed)).toBe(code);
  });

  it.each([
    `${code} ${serial}`,
    `${code}${serial}`,
    `${code}-${serial}`,
    `${code}/${serial}`,
    `${code.toLowerCase()}  ${serial.toLowerCase()}`,
    `${code.slice(0, 4)} ${code.slice(4)} ${serial.slice(0, 4)} ${serial.slice(4)}`,
    `https://CHO.EXAMPLE/T/${code}/${serial}`,
    `http://cho.example/t/${code}/${serial.toLowerCase()}?fbclid=1`,
    `Mã ${code}, số tem ${serial}`,
    `Mã: ${code.slice(0, 4)} ${code.slice(4)} số ${serial.slice(0, 4)} ${serial.slice(4)}`,
    `Tem của tôi: ${code} ${serial} (Gạo Séng Cù)`,
    `Xem tem này: https://cho.example/T/${code}/${serial} – gửi từ Viber`,
    `${code}${zwsp} ${serial.replaceAll('0', 'o')}`,
  ])('is read as the unit: %s', (typed) => {
    expect(readScanned(typed)).toEqual({ is: 'batch', code, serial });
  });

  const gtin = '09506000134352';
  it.each<[string, string | null, string | null]>([
    [gtin, null, null],
    ['9506000134352', null, null],
    ['9 506000 134352', null, null],
    ['0 9506000 13435 2', null, null],
    [`/01/${gtin}`, null, null],
    [`https://cho.example/01/${gtin}/10/LOT-DEMO-1`, 'LOT-DEMO-1', null],
    [`HTTPS://CHO.EXAMPLE/01/${gtin}/10/LOT-DEMO-1/21/${serial}?x=1`, 'LOT-DEMO-1', serial],
    [`https://cho.example/01/${gtin}/10/A%27(B)%2A%21`, "A'(B)*!", null],
    [`(01)${gtin}(10)LOT-DEMO-1(21)${serial}`, 'LOT-DEMO-1', serial],
    [`(01) ${gtin} (10) LOT-DEMO-1`, 'LOT-DEMO-1', null],
    [`]d201${gtin}10LOT-DEMO-1${gs}21${serial}`, 'LOT-DEMO-1', serial],
    [`]C1${gs}01${gtin}1726121510LOT-DEMO-1`, 'LOT-DEMO-1', null],
    [`01${gtin}21${serial}${gs}10LOT-DEMO-1`, 'LOT-DEMO-1', serial],
    [`01${gtin}310300050010LOT-DEMO-1`, 'LOT-DEMO-1', null],
    [`Mã vạch: (01)${gtin}(10)LOT-DEMO-1`, 'LOT-DEMO-1', null],
    ['Số dưới mã vạch là 9 506000 134352 đó', null, null],
    [`(01)${gtin}(235)TP-${serial}`, null, `TP-${serial}`],
    [`https://cho.example/01/${gtin}/235/TP-1`, null, 'TP-1'],
  ])('is read as goods: %s', (typed, lot, unit) => {
    expect(readScanned(typed)).toEqual({ is: 'goods', gtin, lot, serial: unit });
  });

  it.each([['LOT-DEMO-1'], ['miến dong'], ['L 12/3'], ['123'], ['gọi 0912 345 678 nhé'], ['đơn của bà Lan']])(
    'is left as words else: %s',
    (typed) => {
      expect(readScanned(typed)).toEqual({ is: 'words', text: typed });
    },
  );

  it('has nothing in it when nothing can be seen', () => {
    expect(readScanned(`${zwsp} ${bom}`)).toEqual({ is: 'words', text: '' });
  });
});
