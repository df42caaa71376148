import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProfileFile } from '../../../server/catalog/profile.ts';
import { findStage, getProfile, isGoodsUnit, listProfiles } from '../../../server/catalog/profiles.ts';
import { fromRoot } from '../../../server/root.ts';

const stagesOf = (kind: string) => getProfile(kind).stages.map(({ id }) => id);

describe('getProfile', () => {
  it('refuses a kind without a file', () => {
    expect(() => getProfile('ca-phe')).toThrow('kind-unknown');
    expect(() => getProfile('__proto__')).toThrow('kind-unknown');
  });

  it('gives the stages in the order of the work', () => {
    expect(stagesOf('mien-dong')).toEqual(
      'planting tuber-harvest grinding settling sheeting cutting sun-drying packing inspection'.split(' '),
    );
    expect(stagesOf('gao-seng-cu')).toEqual(
      'seed transplanting care harvest drying milling sorting packing inspection'.split(' '),
    );
    expect(stagesOf('mat-ong')).toEqual('apiary flowering extraction settling bottling inspection'.split(' '));
    expect(stagesOf('tho-cam')).toEqual(
      'fibre spinning dyeing weaving embroidery sewing finishing inspection'.split(' '),
    );
  });

  it.each([
    ['gao-seng-cu', 'drying', 'moisture', { max: 14, source: 'TCVN 11888:2017' }],
    ['mat-ong', 'settling', 'water', { max: 23, source: 'TCVN 12605:2019' }],
    ['mat-ong', 'settling', 'fructose-glucose', { min: 60, source: 'TCVN 12605:2019' }],
    ['tho-cam', 'dyeing', 'azo-amines', { max: 30, source: 'QCVN 01:2017/BCT' }],
  ])('holds the sourced limit of %s, %s, %s', (kind, stage, key, limit) => {
    const found = findStage(getProfile(kind), stage)?.measurements.find((one) => one.key === key);
    expect(found?.limit).toMatchObject(limit);
  });

  it.each([
    ['mien-dong', 'sun-drying', 'moisture'],
    ['mat-ong', 'settling', 'hmf'],
  ])('leaves out the unsourced limit of %s, %s, %s and says so', (kind, stage, key) => {
    const found = findStage(getProfile(kind), stage)?.measurements.find((one) => one.key === key);
    expect(found).toMatchObject({ limitUnsourced: true });
    expect(found).not.toHaveProperty('limit');
  });
});

describe('listProfiles', () => {
  it('offers the four products first', () => {
    expect(
      listProfiles()
        .slice(0, 4)
        .map(({ kind }) => kind),
    ).toEqual(['mien-dong', 'gao-seng-cu', 'mat-ong', 'tho-cam']);
  });

  it('has one way of making stock in every profile', () => {
    for (const { stages } of listProfiles()) expect(stages.filter(({ makesStock }) => makesStock)).toHaveLength(1);
  });
});

describe('ProfileFile', () => {
  const good = () => structuredClone(getProfile('mat-ong'));

  it.each([
    ['a limit without a source', { limit: { max: 3, asOf: '2026-11-01' } }],
    ['a limit without a day', { limit: { max: 3, source: 'TCVN' } }],
    ['a limit without a number', { limit: { source: 'TCVN', asOf: '2026-11-01' } }],
    ['a measurement without a plausible range', { plausible: undefined }],
    ['a field nobody knows', { colour: 'gold' }],
  ])('refuses %s', (_name, change) => {
    const file = good();
    Object.assign(file.stages[3]?.measurements[0] ?? {}, change);
    expect(ProfileFile.safeParse(file).success).toBe(false);
  });

  it.each([
    ['a particular that no label has', { required: [{ vi: 'Màu', en: 'Colour', field: 'colour' }] }],
    ['a composition that no stage tells', { composition: { datum: 'wood' } }],
    ['a share of it that is never measured', { composition: { datum: 'flower', share: 'flower' } }],
  ])('refuses a label with %s', (_name, change) => {
    const file = good();
    const told = { ...file.labelContents, composition: { datum: 'flower', share: 'water' } };
    expect(ProfileFile.safeParse({ ...file, labelContents: told }).success).toBe(true);
    expect(ProfileFile.safeParse({ ...file, labelContents: { ...told, ...change } }).success).toBe(false);
  });

  it('takes a unit that is not common with its English name alone', () => {
    const file = { ...good(), units: ['cầu'] };
    expect(ProfileFile.safeParse(file).success).toBe(false);
    expect(ProfileFile.safeParse({ ...file, unitNames: { cầu: 'frame' } }).success).toBe(true);
    expect(ProfileFile.safeParse({ ...file, units: ['toString'], unitNames: {} }).success).toBe(false);
  });

  it('refuses goods that no stage makes, or two do', () => {
    const file = good();
    for (const makesStock of [true, false]) {
      const stages = file.stages.map((stage) => ({ ...stage, makesStock }));
      expect(ProfileFile.safeParse({ ...file, stages }).success).toBe(false);
    }
  });

  it('refuses two stages of one name', () => {
    const file = good();
    expect(ProfileFile.safeParse({ ...file, stages: [...file.stages, ...file.stages] }).success).toBe(false);
  });
});

describe('every profile', () => {
  it.each(listProfiles().map((profile) => [profile.kind, profile] as const))(
    '%s has its drawings and known units',
    (_kind, profile) => {
      const pictures = [profile.picture, ...profile.stages.map(({ picture }) => picture)];
      expect(pictures.filter((picture) => !existsSync(fromRoot('web/static/stages', `${picture}.svg`)))).toEqual([]);
      expect([...profile.units, ...profile.packUnits].filter((unit) => !isGoodsUnit(unit))).toEqual([]);
    },
  );

  it('of tea and a medicinal herb is there as a file alone', () => {
    expect(stagesOf('che')).toEqual('care picking roasting rolling drying packing inspection'.split(' '));
    expect(stagesOf('duoc-lieu')).toEqual('planting care harvest cutting drying packing inspection'.split(' '));
  });
});
