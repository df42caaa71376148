import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { readLock } from '../support/lock.ts';

// What comes from others, held against what server/operations/supply-chain.json allows (decision 0128).

const json = (...path: string[]): unknown => JSON.parse(readFileSync(fromRoot(...path), 'utf8'));
const allowed = json('server', 'operations', 'supply-chain.json') as {
  atLeast: Record<string, [version: string, why: string]>;
  never: Record<string, string>;
  licences: {
    everywhere: string[];
    inToolsOnly: string[];
    inNamedOnly: Record<string, [licence: string, why: string]>;
    saidInTheirFile: Record<string, string>;
  };
  installScripts: Record<string, string>;
};

const packages = Object.entries(readLock().packages)
  .filter(([place]) => place !== '')
  .map(([place, entry]) => ({ ...entry, name: place.replace(/^.*node_modules\//, ''), place }));
type Package = (typeof packages)[number];

/** For another machine than the one on which the lock was written: the registry told nothing of it but its version. */
const isElsewheres = ({ optional, os, license, integrity }: Package) =>
  optional === true && os !== undefined && license === undefined && integrity === undefined;

const isOlder = (version: string, least: string) => version.localeCompare(least, 'en', { numeric: true }) < 0;

/** Whether we may use it: one of the licences to choose from, with each of its parts. */
function isLicensed({ name, license, dev }: Package): boolean {
  const { everywhere, inToolsOnly, inNamedOnly, saidInTheirFile } = allowed.licences;
  const named = Object.entries(inNamedOnly).flatMap(([start, [licence]]) => (name.startsWith(start) ? licence : []));
  const good = new Set([...everywhere, ...named, ...(dev ? inToolsOnly : [])]);
  const said = license ?? saidInTheirFile[name] ?? 'unknown';
  const choices = said.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((one) => one.split(' AND ').every((part) => good.has(part)));
}

describe('what comes from others', () => {
  it('is above every version with a known hole, wherever in the tree it stands', () => {
    const older = packages.filter(({ name, version }) => isOlder(version, allowed.atLeast[name]?.[0] ?? '0'));
    expect(older.map(({ place, version }) => `${place} ${version}`)).toEqual([]);
    const there = new Set(packages.map(({ name }) => name));
    expect(Object.keys(allowed.atLeast).filter((name) => !there.has(name))).toEqual([]);
  });

  it('is nothing that we refused', () => {
    expect(packages.filter(({ name }) => name in allowed.never).map(({ place }) => place)).toEqual([]);
  });

  it('runs nothing while it is installed, but for what is named', () => {
    const running = new Set(packages.filter((one) => one.hasInstallScript).map(({ name }) => name));
    expect([...running].sort()).toEqual(Object.keys(allowed.installScripts).sort());
    expect(readFileSync(fromRoot('Dockerfile'), 'utf8')).toContain('npm ci --ignore-scripts');
  });

  it('has a licence that we may use', () => {
    const others = packages.filter((one) => !isElsewheres(one) && !isLicensed(one));
    expect(others.map(({ place, license }) => `${place}: ${license}`)).toEqual([]);
    const { saidInTheirFile } = allowed.licences;
    const unsaid = Object.keys(saidInTheirFile).filter(
      (name) =>
        !/Permission is hereby granted, free of charge/.test(
          readFileSync(fromRoot('node_modules', name, 'LICENSE'), 'utf8'),
        ),
    );
    expect(unsaid).toEqual([]);
  });

  it('is known by its sum, so that nobody else’s bytes are installed in its name', () => {
    expect(packages.filter((one) => !one.integrity && !isElsewheres(one)).map(({ place }) => place)).toEqual([]);
  });
});

describe('npm run -s sbom', () => {
  it('lists all that the program is made of, in a form that holds against CycloneDX’s own schema', () => {
    const { scripts, dependencies } = json('package.json') as Record<string, Record<string, string>>;
    const [program = '', ...words] = (scripts?.sbom ?? '').split(' ');
    const sbom = JSON.parse(execFileSync(program, words, { cwd: fromRoot(), encoding: 'utf8' })) as {
      specVersion: string;
      components: { name: string; version: string; licenses?: unknown[] }[];
    };
    const schema = (name: string) => json('node_modules/@cyclonedx/cyclonedx-library/res/schema', name) as object;
    const ajv = new Ajv({ strict: false, formats: { 'idn-email': true, 'iri-reference': true } });
    addFormats.default(ajv);
    for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}`);
    const holds = ajv.compile(schema(`bom-${sbom.specVersion}.SNAPSHOT.schema.json`));
    expect([holds(sbom), holds.errors]).toEqual([true, null]);
    const listed = new Set(sbom.components.map(({ name, version }) => `${name} ${version}`));
    expect(Object.entries(dependencies ?? {}).filter(([name, version]) => !listed.has(`${name} ${version}`))).toEqual(
      [],
    );
    expect(holds({ ...sbom, components: [{ type: 'library' }] })).toBe(false);
  });
});
