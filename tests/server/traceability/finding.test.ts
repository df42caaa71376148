import { describe, expect, it } from 'vitest';
import { compare, type Finding, verdictOfFinding } from '../../../server/traceability/finding.ts';

describe('a value held against a limit in words', () => {
  it.each<[string, string, 'within' | 'outside' | null]>([
    ['0,02', '≤ 0,05', 'within'],
    ['0.05', '<= 0,05 mg/kg', 'within'],
    ['0,06', 'Không quá 0,05', 'outside'],
    ['0,05', '< 0,05', 'outside'],
    ['0,049', 'dưới 0,05', 'within'],
    ['62', 'Ít nhất 60', 'within'],
    ['59,9', '≥ 60', 'outside'],
    ['60', '> 60', 'outside'],
    ['12', '10–20', 'within'],
    ['21', 'từ 10 đến 20 %', 'outside'],
    ['< 0,01', '≤ 0,05', 'within'],
    ['< 0,05', '< 0,05', 'within'],
    ['> 100', '≤ 100', null],
    ['> 101', '≤ 100', 'outside'],
    ['0,001', '≤ 0,005', 'within'],
    ['Không phát hiện', 'không phát hiện', 'within'],
    ['Không phát hiện', '≤ 10', null],
    ['12', 'Không được có', null],
    ['1.000', '≤ 10.000', null],
    ['1200', '≤ 10^3', null],
    ['4', '≤ 5 x 10^2', null],
    ['12', '20–10', null],
    ['', '≤ 10', null],
    ['9'.repeat(60), '≤ 10', null],
  ])('%s against %s: %s', (value, limit, verdict) => {
    expect(compare(value, limit)).toBe(verdict);
  });
});

describe('the verdict over a finding', () => {
  const finding = (more: Partial<Finding>): Finding => ({
    name: 'Chì (Pb)',
    value: '0,02',
    unit: 'mg/kg',
    limit: '≤ 0,05',
    source: 'QCVN 8-2:2011/BYT',
    conclusion: null,
    ...more,
  });

  it.each<[string, Partial<Finding>, string]>([
    ['is worked out from value and limit', {}, 'within'],
    ['is what the report says where nothing can be worked out', { value: 'KPH', conclusion: 'passed' }, 'within'],
    ['is the graver of the two when the report is kinder', { value: '0,2', conclusion: 'passed' }, 'outside'],
    ['is the graver of the two when the report is harder', { conclusion: 'failed' }, 'outside'],
    ['is none without a limit and without a conclusion', { limit: null, source: null }, 'no-limit'],
  ])('%s', (_what, more, verdict) => {
    expect(verdictOfFinding(finding(more))).toBe(verdict);
  });
});
