import { describe, expect, it } from 'vitest';
import { type Evidence, verdictOf } from '../../../server/provenance/verdict.ts';

const good: Evidence = {
  recalled: false,
  chainWhole: true,
  outsideLimit: false,
  expiresOn: '2026-11-16',
  today: '2026-11-16',
  uncheckedSince: null,
  unit: 'batch',
};

describe('verdictOf', () => {
  it('never calls goods genuine that are recalled, even when all else is well', () => {
    expect(verdictOf({ ...good, recalled: true })).toEqual({ kind: 'recalled', code: 'recalled', cautions: [] });
  });

  it.each([
    [{ chainWhole: false }, 'chain-broken'],
    [{ outsideLimit: true }, 'outside-limit'],
    [{ expiresOn: '2026-11-15' }, 'expired'],
    [{ uncheckedSince: new Date('2026-11-16T05:00:00Z') }, 'unchecked'],
    [{ unit: 'voided' }, 'unit-voided'],
    [{ unit: 'unsure' }, 'unit-unsure'],
  ] as const)('asks for care when %o', (change, code) => {
    expect(verdictOf({ ...good, ...change })).toEqual({ kind: 'caution', code, cautions: [code] });
  });

  it('names the gravest reason first and keeps the others', () => {
    const verdict = verdictOf({ ...good, expiresOn: '2026-01-01', chainWhole: false, outsideLimit: true });
    expect(verdict.code).toBe('chain-broken');
    expect(verdict.cautions).toEqual(['chain-broken', 'outside-limit', 'expired']);
  });

  it('lets goods be good on their last day, and goods that do not expire for ever', () => {
    expect(verdictOf(good).kind).toBe('genuine');
    expect(verdictOf({ ...good, expiresOn: null, today: '2099-01-01' }).kind).toBe('genuine');
  });

  it('says whether the batch or the very label is genuine', () => {
    expect(verdictOf(good).code).toBe('genuine-batch');
    expect(verdictOf({ ...good, unit: 'genuine' }).code).toBe('genuine-unit');
  });
});
