import { describe, expect, it } from 'vitest';
import { foldText } from '../../server/fold.ts';
import { bare, listProvinces, readCommune, readProvince } from '../../server/places.ts';

const province = (text: string) => readProvince(text)?.name ?? null;
const inLaiChau = (text: string) => {
  const found = readProvince('Lai Châu');
  return found && readCommune(found, text);
};

describe('the list of places', () => {
  it('has the 34 provinces and 3,321 communes of July 2025', () => {
    expect(listProvinces()).toHaveLength(34);
    expect(listProvinces().flatMap(({ communes }) => communes)).toHaveLength(3321);
  });
});

describe('readProvince', () => {
  it.each([
    ['Lai Châu', 'Lai Châu'],
    ['T. Lai Châu', 'Lai Châu'],
    ['T.Lai Châu', 'Lai Châu'],
    ['tỉnh lai châu', 'Lai Châu'],
    ['Lai Chau Province', 'Lai Châu'],
    ['Lai Châu, Việt Nam', 'Lai Châu'],
    ['Lai Chau, Vietnam', 'Lai Châu'],
    ['xã Bình Lư, tỉnh Lai Châu', 'Lai Châu'],
    ['LAI CHÂU VN', 'Lai Châu'],
    ['TP. Hà Nội', 'Thành phố Hà Nội'],
    ['Hanoi City', 'Thành phố Hà Nội'],
    ['TP.HCM', 'Thành phố Hồ Chí Minh'],
    ['TPHCM', 'Thành phố Hồ Chí Minh'],
    ['Sài Gòn', 'Thành phố Hồ Chí Minh'],
    ['Yên Bái', 'Lào Cai'],
    ['Bà Rịa – Vũng Tàu', 'Thành phố Hồ Chí Minh'],
    ['Hòa Bình', 'Phú Thọ'],
    ['Lai Chau 2', null],
    ['', null],
    ['Việt Nam', null],
  ])('reads %j as %j', (text, name) => {
    expect(province(text)).toBe(name);
  });
});

describe('readCommune', () => {
  it.each([
    ['X.Bình Lư', 'Xã Bình Lư'],
    ['X. Bình Lư', 'Xã Bình Lư'],
    ['x binh lu', 'Xã Bình Lư'],
    ['Binh Lu commune', 'Xã Bình Lư'],
    ['Bình Lư, huyện Tam Đường', 'Xã Bình Lư'],
    ['TT Tam Đường', 'Xã Bình Lư'],
    ['thị trấn Tam Đường', 'Xã Bình Lư'],
    ['Sơn Bình', 'Xã Bình Lư'],
    ['P. Tân Phong', 'Phường Tân Phong'],
    ['Bình Lưu', null],
    ['', null],
  ])('reads %j in Lai Châu as %j', (text, name) => {
    expect(inLaiChau(text)).toBe(name);
  });

  it('reads every commune of today as itself, with and without diacritics and country, however its kind is shortened', () => {
    const short: Readonly<Record<string, string>> = { Xã: 'X.', Phường: 'P.', 'Đặc khu': 'đặc khu ' };
    const wrong = listProvinces().flatMap((one) => {
      const bareNames = one.communes.map(bare);
      return one.communes.flatMap((name, index) => {
        const [, kind = '', rest = ''] = /^(Xã|Phường|Đặc khu) (.+)$/.exec(name) ?? [];
        const spellings = [name, name.toUpperCase(), `${name}, Việt Nam`, name.normalize('NFD')];
        // Of twins only the full name says which is meant.
        if (bareNames.filter((other) => other === bareNames[index]).length === 1)
          spellings.push(foldText(name), `${short[kind]}${rest}`, `${kind.toLowerCase()} ${foldText(rest)}`);
        return spellings.filter((text) => readCommune(one, text) !== name);
      });
    });
    expect(wrong).toEqual([]);
  });
});
