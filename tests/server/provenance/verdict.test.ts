import { describe, expect, it } from 'vitest';
import { messageKeys } from '../../../server/http/messages.ts';
import { type Evidence, verdictOf } from '../../../server/provenance/verdict.ts';

const good: Evidence = {
  recalled: false,
  chainWhole: true,
  outsideLimit: false,
  wasOutside: false,
  madeOver: false,
  inputBarred: false,
  untested: false,
  expiresOn: '2026-11-16',
  expires: true,
  today: '2026-11-16',
  steps: 8,
  gaps: false,
  hasPhoto: true,
  uncheckedSince: null,
  unit: 'batch',
};

const cautions = [
  ['chain-broken', { chainWhole: false }],
  ['outside-limit', { outsideLimit: true }],
  ['made-over', { madeOver: true }],
  ['input-barred', { inputBarred: true }],
  ['expired', { expiresOn: '2026-11-15' }],
  ['unit-voided', { unit: 'voided' }],
  ['unit-copied', { unit: 'copied' }],
  ['unchecked', { uncheckedSince: new Date('2026-11-16T05:00:00Z') }],
  ['unit-unsure', { unit: 'unsure' }],
] as const satisfies readonly (readonly [string, Partial<Evidence>])[];

const asks = [
  ['no-steps', { steps: 0 }],
  ['untested', { untested: true }],
  ['was-outside', { wasOutside: true }],
  ['no-expiry', { expiresOn: null }],
] as const satisfies readonly (readonly [string, Partial<Evidence>])[];

const notes = [
  ['gaps', { gaps: true }],
  ['no-photo', { hasPhoto: false }],
] as const satisfies readonly (readonly [string, Partial<Evidence>])[];

describe('verdictOf', () => {
  it.each(notes)('is genuine, and notes below what is not recorded: %s', (code, change) => {
    const verdict = { kind: 'genuine', code: 'genuine-batch', cautions: [], asks: [code] };
    expect(verdictOf({ ...good, ...change })).toEqual(verdict);
  });

  it.each(cautions)('asks for care: %s', (code, change) => {
    expect(verdictOf({ ...good, ...change })).toEqual({ kind: 'caution', code, cautions: [code], asks: [] });
  });

  it.each(asks)('is genuine, but says what is missing: %s', (code, change) => {
    expect(verdictOf({ ...good, ...change })).toEqual({ kind: 'genuine-but', code, cautions: [], asks: [code] });
  });

  it.each([...cautions, ...asks])(
    'never calls goods genuine that are recalled, whatever else holds: %s',
    (_, change) => {
      expect(verdictOf({ ...good, ...change, recalled: true })).toMatchObject({ kind: 'recalled', code: 'recalled' });
    },
  );

  it('lets the graver of two facts speak, and keeps the other, in every pair', () => {
    const rows = [...cautions, ...asks];
    for (const [place, [code, change]] of rows.entries()) {
      for (const [lesser, other] of rows.slice(place + 1)) {
        const facts = { ...good, ...other, ...change };
        const verdict = verdictOf(facts);
        expect(verdict.code, `${code} and ${lesser}`).toBe(code);
        expect(verdict.kind).toBe(place < cautions.length ? 'caution' : 'genuine-but');
        // Two facts of one and the same thing (its label, its date) cannot hold at once.
        const isOneThing = Object.keys(other).some((key) => key in change);
        if (!isOneThing) expect([...verdict.cautions, ...verdict.asks]).toEqual([code, lesser]);
      }
    }
  });

  it('lets goods be good on their last day, and goods that do not expire for ever', () => {
    expect(verdictOf(good).kind).toBe('genuine');
    expect(verdictOf({ ...good, expires: false, expiresOn: null, today: '2099-01-01' }).kind).toBe('genuine');
  });

  it('says whether the batch or the very label is genuine', () => {
    expect(verdictOf(good).code).toBe('genuine-batch');
    expect(verdictOf({ ...good, unit: 'genuine' }).code).toBe('genuine-unit');
  });

  it('has its words for every row', () => {
    const known = new Set(messageKeys('vi'));
    const codes = [...cautions, ...asks].map(([code]) => code);
    const wanted = [
      ...[...codes, 'genuine-batch', 'genuine-unit', 'recalled'].map((code) => `provenance.verdict.${code}`),
      ...[...codes, ...notes.map(([code]) => code)].map((code) => `provenance.more.${code}`),
      ...['genuine', 'genuine-but', 'caution', 'recalled', 'unknown'].map((kind) => `provenance.state.${kind}`),
      // A list of batches knows no single labels, and is read just now.
      ...codes
        .filter((code) => !code.startsWith('unit-') && code !== 'unchecked')
        .map((code) => `provenance.short.${code}`),
    ];
    expect(wanted.filter((key) => !known.has(key))).toEqual([]);
  });
});
