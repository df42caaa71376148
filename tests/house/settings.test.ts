import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { missingIn, readLock } from '../support/lock.ts';
import { settingNames } from '../support/setting-names.ts';
import { serverFiles } from './imports.ts';

const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');

describe('the settings', () => {
  it('are all in the README', () => {
    const names = settingNames();
    expect(names.length).toBeGreaterThan(10);
    const readme = read('README.md');
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('are read in one file', () => {
    const others = serverFiles().filter((file) => file !== 'server/config.ts' && read(file).includes('process.env'));
    expect(others).toEqual([]);
  });
});

describe('the versions', () => {
  it('are locked for every system, or npm ci refuses (mend with npx tsx tests/support/lock.ts)', () => {
    expect(missingIn(readLock()).map(([name]) => name)).toEqual([]);
  });

  it('are pinned exactly', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

it('tells of this version in the words of its people, and what to do when one upgrades', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const changes = read('server/CHANGELOG.md');
  expect(changes).toMatch(new RegExp(`^## ${version.replaceAll('.', String.raw`\.`)}\\b`, 'm'));
  expect(changes).toContain('## Khi nâng cấp');
});
