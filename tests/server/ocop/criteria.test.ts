import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { criteriaOf, criteriaSets, readCriteriaSets, starsFor } from '../../../server/ocop/criteria.ts';
import { sharesOf } from '../../../server/ocop/evidence/origin.ts';
import { soldIn } from '../../../server/ocop/evidence/selling.ts';
import type { Proof } from '../../../server/ocop/gather.ts';
import { evidenceKeys, papers } from '../../../server/ocop/paper.ts';
import { lacksMust, papersDue, pathOfProof } from '../../../server/ocop/papers-due.ts';
import { fromRoot } from '../../../server/root.ts';

describe('the criteria sets', () => {
  it.each(criteriaSets.map((set) => [set.id, set] as const))('%s says where each value comes from', (_, set) => {
    expect(set.parts.map(({ points }) => points)).toEqual([40, 25, 35]);
    for (const { source, asOf } of [set, ...set.parts]) expect([source.length > 20, asOf]).toEqual([true, '2026-11']);
    expect(set.note.vi).toMatch(/nguồn/);
    expect(criteriaOf(set)).toHaveLength(8);
  });

  it('say no more of stars than is known', () => {
    const [{ bands } = { bands: [] }] = criteriaSets;
    expect([49.5, 50, 69.9, 70, 89.9, 90, 100].map((points) => starsFor(points, bands))).toEqual([
      null,
      3,
      3,
      4,
      4,
      5,
      5,
    ]);
  });

  it('every paper is of some set or of the registration, and everything we hold is of some paper', () => {
    const used = new Set(criteriaSets.flatMap((set) => criteriaOf(set).flatMap((one) => one.papers)));
    expect(papers.filter(({ id, folder }) => !used.has(id) && folder !== '01_dang-ky')).toEqual([]);
    const held = new Set(papers.flatMap(({ evidence }) => evidence));
    expect(evidenceKeys.filter((key) => !held.has(key))).toEqual([]);
  });
});

describe('a set is a file and needs no code', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'criteria-'));
    cpSync(fromRoot('server/ocop/criteria'), folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const said = { vi: 'Bộ thử', en: 'A set tried' };
  const head = { id: 'thu', title: said, note: said, source: 'một nguồn', asOf: '2027-01' };
  const part = (points: number, ids = ['A1']) => ({
    id: 'A',
    title: said,
    points,
    source: 'một nguồn',
    asOf: '2027-01',
    criteria: ids.map((id) => ({ id, title: said, papers: ['tests'] })),
  });
  const write = (set: object) => writeFileSync(path.join(folder, 'thu.json'), JSON.stringify(set));

  it('one more file is one more set', () => {
    write({ ...head, bands: [{ stars: 3, from: 50 }], parts: [part(100)] });
    expect(readCriteriaSets(folder).map(({ id }) => id)).toEqual(['qd-148-2023', 'qd-26-2026', 'qd-26-2026-10', 'thu']);
    write({ ...head, partsOf: 'qd-26-2026' });
    expect(readCriteriaSets(folder).at(-1)?.parts).toHaveLength(3);
  });

  it.each([
    ['points that are not 100', { ...head, bands: [{ stars: 3, from: 50 }], parts: [part(99)] }, /99 together/],
    ['a criterion twice', { ...head, bands: [{ stars: 3, from: 50 }], parts: [part(100, ['A1', 'A1'])] }, /twice/],
    [
      'a paper nobody knows',
      {
        ...head,
        bands: [{ stars: 3, from: 50 }],
        parts: [{ ...part(100), criteria: [{ id: 'A1', title: said, papers: ['?'] }] }],
      },
      /thu\.json/,
    ],
    ['no source', { ...head, source: '', partsOf: 'qd-26-2026' }, /thu\.json/],
    ['a set that is not there', { ...head, partsOf: 'gone' }, /there is no set gone/],
    ['itself', { ...head, partsOf: 'thu' }, /there is no set thu/],
    ['another name', { ...head, id: 'other', partsOf: 'qd-26-2026' }, /its id is not its name/],
  ])('is refused by name for %s', (_, set, told) => {
    write(set);
    expect(() => readCriteriaSets(folder)).toThrow(told);
  });
});

describe('how papers stand', () => {
  const set = criteriaSets[0] ?? ({} as never);
  const proof = (evidence: Proof['evidence'], name = `${evidence}.pdf`): Proof => ({
    evidence,
    name,
    facts: {},
    make: () => Promise.resolve(null),
  });
  const file = (paper: string) => ({
    paper,
    id: '0123456789abcdef01234567',
    type: 'application/pdf' as const,
    bytes: 1,
    sha256: '',
    at: new Date(0),
    by: '',
  });
  const stateOf = (id: string, files: string[], proofs: Proof[]) =>
    papersDue(set, files.map(file), proofs).find((one) => one.id === id)?.state;

  it.each([
    ['business-registration', [], [], 'missing'],
    ['business-registration', ['business-registration'], [], 'brought'],
    ['sample', [], [], 'goods'],
    ['tests', [], [proof('tests')], 'held'],
    ['registration', [], [proof('product')], 'to-sign'],
    ['registration', ['registration'], [proof('product')], 'brought'],
    ['food-safety', [], [proof('certificate-vietgap')], 'missing'],
    ['mark', [], [proof('certificate-mark')], 'held'],
  ] as const)('%s with %j and %j', (id, files, proofs, state) => {
    expect(stateOf(id, [...files], [...proofs])).toBe(state);
  });

  it('what must be there and is not, or is not signed, is told', () => {
    const musts = papers.filter(({ duty, goods }) => duty === 'must' && !goods).map(({ id }) => id);
    expect(lacksMust(papersDue(set, musts.map(file), []))).toBe(false);
    for (const id of musts) {
      const others = musts.filter((one) => one !== id).map(file);
      expect(lacksMust(papersDue(set, others, [])), id).toBe(true);
    }
  });

  it('one file stands where its paper is, and proves every paper it may', () => {
    const sales = proof('sales', 'so-ban-hang.xlsx');
    expect(pathOfProof(sales)).toBe('08_ke-toan-thi-truong/so-ban-hang.xlsx');
    const due = papersDue(set, [], [sales]);
    expect(due.filter(({ files }) => files.includes(pathOfProof(sales))).map(({ id }) => id)).toEqual([
      'plan',
      'sales',
    ]);
  });
});

describe('what is reckoned', () => {
  const order = (more: object) =>
    ({
      items: [
        { productId: 'a', name: '', packName: '', quantity: 2, priceVnd: 60_000 },
        { productId: 'b', name: '', packName: '', quantity: 1, priceVnd: 30_000 },
      ],
      refunds: [],
      shippingVnd: 30_000,
      totalVnd: 180_000,
      atStall: false,
      ...more,
    }) as never;

  it('sold of one product, less what went back', () => {
    expect(soldIn(order({}), 'a', '2026-11')).toEqual([{ month: '2026-11', way: 'online', packs: 2, vnd: 120_000 }]);
    expect(soldIn(order({ refunds: [{ offPriceVnd: 90_000 }] }), 'a', '2026-11')).toMatchObject([{ vnd: 60_000 }]);
    expect(soldIn(order({ refunds: [{ offPriceVnd: 180_000 }] }), 'a', '2026-11')).toEqual([]);
    expect(soldIn(order({ atStall: true }), 'c', '2026-11')).toEqual([]);
  });

  it('the local share by unit', () => {
    const line = (makerId: string | null, value: number, unit = 'kg') => ({ makerId, quantity: { value, unit } });
    const lines = [line('here', 0.1), line('here', 0.2), line('there', 1), line(null, 2), line('here', 3, 'lít')];
    expect(sharesOf(lines, new Set(['here']))).toEqual([
      { unit: 'kg', local: 0.3, all: 3.3 },
      { unit: 'lít', local: 3, all: 3 },
    ]);
  });
});
