import { describe, expect, it } from 'vitest';
import { areaUnitIn, readArea } from '../../../server/reading/areas.ts';
import { readPosition, writePosition } from '../../../server/reading/positions.ts';

describe('a position', () => {
  it.each([
    '22.3312, 103.6105',
    '22.3312,103.6105',
    '22,3312; 103,6105',
    '22,3312, 103,6105',
    '22,3312,103,6105',
    ' 22.3312  103.6105 ',
    '103.6105, 22.3312',
    '22.3312° N, 103.6105° E',
    `22°19'52.32"N 103°36'37.8"E`,
    `22° 19′ 52,32″ B, 103° 36′ 37,8″ Đ`,
  ])('is read as a map writes it: %s', (text) => {
    expect(readPosition(text)).toEqual({ value: { latitude: 22.3312, longitude: 103.6105 } });
  });

  it.each([
    ['not-a-position', ['', 'Nà Đon', '22.3312', '22.33 103.61 7', 'X=2471234.5 Y=543210.2']],
    ['position-outside', ['0, 0', '22,33', '48.85, 2.35', '22.3, 22.4', '103.6, 103.7']],
  ])('is asked for anew: %s', (code, texts) => {
    expect(texts.map(readPosition)).toEqual(texts.map(() => ({ code })));
  });

  it('is read again as it is written', () => {
    const there = { latitude: 22.331234, longitude: 103.610009 };
    expect(readPosition(writePosition(there))).toEqual({ value: there });
  });
});

describe('an area', () => {
  it.each([
    ['1200 m2', '', 1200],
    ['1.200,5 m²', '', 1201],
    ['1,5 ha', '', 15_000],
    ['3 sào', '', 1080],
    ['2 mẫu', 'Diện tích (m2)', 7200],
    ['1200', 'Diện tích (m²)', 1200],
    ['0,5', 'DT (ha)', 5000],
    ['2', 'Diện tích tính bằng sào', 720],
  ])('of “%s” below “%s” is %s m²', (text, among, value) => {
    expect(readArea(text, among)).toEqual({ value });
  });

  it.each([
    ['1200', 'Diện tích', 'area-without-unit'],
    ['1.250', 'Diện tích (m2)', 'two-readings'],
    ['rộng', 'Diện tích (m2)', 'not-a-number'],
    ['5000000 ha', '', 'area-not-plausible'],
  ])('of “%s” below “%s” is asked about: %s', (text, among, code) => {
    expect(readArea(text, among)).toMatchObject({ code });
  });

  it.each(['Diện tích hạt', 'Thái', 'mẫu mã'.slice(3), 'sáo'])('has no unit in “%s”', (text) => {
    expect(areaUnitIn(text)).toBeNull();
  });
});
