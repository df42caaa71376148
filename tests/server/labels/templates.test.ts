import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listTemplates, readFolders } from '../../../server/labels/templates.ts';
import { fromRoot } from '../../../server/root.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'cho-templates-'));
const own = path.join(root, 'bottle-80x40');
const write = (name: string, text: string) => writeFileSync(path.join(own, name), text);
const reason = () => {
  const [folder] = readFolders(root);
  return folder?.template ? null : folder?.problem.facts.reason;
};
afterAll(() => rmSync(root, { recursive: true }));

describe('a server that starts', () => {
  it('leaves out a folder with a mistake in its template.json, and says its name', () => {
    const house = mkdtempSync(path.join(os.tmpdir(), 'cho-house-'));
    try {
      for (const part of ['server', 'qr-templates', 'web/messages', 'package.json', 'tsconfig.json'])
        cpSync(fromRoot(part), path.join(house, part), { recursive: true });
      symlinkSync(fromRoot('node_modules'), path.join(house, 'node_modules'));
      writeFileSync(path.join(house, 'qr-templates/bag-62x33/template.json'), '{ "name": ');
      const ask = "import('./server/labels/templates.ts').then((one) => console.log(one.listTemplates().length))";
      const started = spawnSync(process.execPath, ['--import', 'tsx', '-e', ask], { cwd: house, encoding: 'utf8' });
      expect(started.stderr).toContain('qr-templates/bag-62x33: label-template-broken');
      expect(Number(started.stdout)).toBe(listTemplates().length - 1);
    } finally {
      rmSync(house, { recursive: true });
    }
  });
});

describe('a folder that somebody is making', () => {
  it('says which file, field or element is wrong, one after the other, until it is whole', () => {
    mkdirSync(own);
    mkdirSync(path.join(root, 'motifs'));
    mkdirSync(path.join(root, 'Not a template'));
    expect(reason()).toBe('template.json is not there');
    write('template.json', '{ "name": ');
    expect(reason()).toMatch(/^template\.json: /);
    write('template.json', '{}');
    expect(reason()).toMatch(/^template\.json: name /);
    cpSync(fromRoot('qr-templates/bag-62x33'), own, { recursive: true });
    expect(reason()).toBeNull();
    expect(readFolders(root)).toHaveLength(1);
    write('label.hbs', '<svg viewBox="0 0 62 33"><circle r="3"/></svg>');
    expect(reason()).toBe('declares product but does not print it');
    rmSync(path.join(own, 'sample.json'));
    expect(reason()).toBe('sample.json is not there');
  });
});
