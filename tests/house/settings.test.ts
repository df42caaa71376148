import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { missingIn, readLock } from '../support/lock.ts';
import { serverFiles } from './imports.ts';

const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');

describe('the settings', () => {
  it('are all in the README', () => {
    const names = [...read('server/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '');
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
  // The advisories of hardening.md: below these a known hole is open.
  const atLeast: Record<string, string> = {
    mongoose: '9.9.2',
    handlebars: '4.7.10',
    sharp: '0.35.5',
    multer: '2.5.0',
    express: '5.0.0',
  };

  it('are above every version with a known hole', () => {
    const lock = readLock();
    const older = Object.entries(atLeast).filter(([name, least]) => {
      const installed = lock.packages[`node_modules/${name}`]?.version ?? '0';
      return installed.localeCompare(least, 'en', { numeric: true }) < 0;
    });
    expect(older).toEqual([]);
  });

  it('are locked for every system, or npm ci refuses (mend with npx tsx tests/support/lock.ts)', () => {
    expect(missingIn(readLock()).map(([name]) => name)).toEqual([]);
  });

  it('are pinned exactly', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
