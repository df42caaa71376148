import { describe, expect, it } from 'vitest';
import { compare, verdictOfFinding } from '../../../server/traceability/finding.ts';
import { factorBetween } from '../../../server/traceability/result-units.ts';

describe('a laboratory’s result and its limit', () => {
  // value, its unit, limit as the rule writes it, what comes of it (null: the report’s own conclusion is asked for)
  it.each<[string, string, string, 'within' | 'outside' | null]>([
    ['0,2', 'g/kg', '≤ 100 mg/kg', 'outside'],
    ['0,1', 'g/kg', '≤ 100 mg/kg', 'within'],
    ['0,2', 'mg/kg', '≤ 100 µg/kg', 'outside'],
    ['0,2', 'mg/kg', '≤ 200 μg/kg', 'within'],
    ['2', 'ppm', '≤ 100 ppb', 'outside'],
    ['150', 'µg/kg', '≤ 1 mg/kg', 'within'],
    ['150', 'mcg/kg', '≤ 0,1 mg/kg', 'outside'],
    ['150', 'ug/kg', '≤ 0,15 mg/kg', 'within'],
    ['1', '%', '≤ 5 g/kg', 'outside'],
    ['20', 'ml/l', '≤ 1,5 %', 'outside'],
    ['5', 'ml/lít', '≤ 1 %', 'within'],
    ['100', 'mg/100g', '≤ 1 g/kg', 'within'],
    ['3', 'mg.kg-1', '≤ 2500 ppb', 'outside'],
    ['0,5', 'g/100 g', '≥ 4 g/kg', 'within'],
    ['300', 'CFU/g', '≤ 1000 KL/g', 'within'],
    ['0,3', 'mS/cm', '≤ 800 µS/cm', 'within'],
    ['200 µg/kg', '', '≤ 0,1 mg/kg', 'outside'],
    ['< 20 µg/kg', '', '≤ 0,05 mg/kg', 'within'],
    ['150', 'µg/kg', 'từ 0,1 đến 0,2 mg/kg', 'within'],
    ['150', 'µg/kg', '0,01–0,02 mg/kg', 'outside'],
    ['0,06', 'mg/kg', '≤ 0,05 (QCVN 8-2:2011)', 'outside'],
    ['0,06', 'mg/kg', '≤ 50 (µg/kg)', 'outside'],
    ['0,02', 'mg/kg', '≤ 0,05', 'within'],
    ['0,02', '', '≤ 0,05 mg/kg', 'within'],
    ['12', 'mg/l', '≤ 10 mg/kg', null],
    ['12', 'mg/l', '≤ 20 ppm', null],
    ['12', 'MPN/g', '≤ 20 CFU/g', null],
    ['12', 'ml/l', '≤ 20 g/kg', null],
    ['12', 'ppt', '≤ 20 ppb', null],
    ['12', 'mg/kg', '≤ 20 mg/kg chất khô', null],
    ['12', 'quả', '≤ 20 mg/kg', null],
    ['200 µg/kg', 'mg/kg', '≤ 1 mg/kg', null],
    ['100 mg/kg', 'g/kg', '100 mg/kg', null],
  ])('%s %s against %s: %s', (value, unit, limit, verdict) => {
    expect(compare(value, limit, unit)).toBe(verdict);
  });

  it('convert there and back to what they were', () => {
    const units = ['g/kg', 'mg/kg', 'µg/kg', 'ng/g', 'ppm', 'ppb', '%', '‰', 'g/100g'];
    for (const from of units) {
      for (const to of units) {
        const [there, back] = [factorBetween(from, to) ?? 0, factorBetween(to, from) ?? 0];
        expect(there * back, `${from} ${to}`).toBeCloseTo(1, 12);
      }
    }
  });

  it.each(['KHÔNG ĐẠT', 'không đạt yêu cầu', 'Không phù hợp', 'FAIL', 'Failed', 'does not comply', 'Chưa đạt'])(
    'is outside when the report says “%s” and nothing else',
    (value) => {
      const said = { name: 'Kết luận', value, unit: '', limit: null, source: null, conclusion: null };
      expect(verdictOfFinding(said)).toBe('outside');
      expect(verdictOfFinding({ ...said, conclusion: 'passed' })).toBe('outside');
    },
  );

  it.each(['Đạt', 'Không phát hiện', 'KPH', 'Phù hợp', 'Passed'])('is not outside for “%s”', (value) => {
    const said = { name: 'Kết luận', value, unit: '', limit: null, source: null, conclusion: null };
    expect(verdictOfFinding(said)).toBe('no-limit');
  });
});
