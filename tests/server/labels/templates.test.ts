import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readFolders } from '../../../server/labels/templates.ts';
import { fromRoot } from '../../../server/root.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'cho-templates-'));
const own = path.join(root, 'bottle-80x40');
const write = (name: string, text: string) => writeFileSync(path.join(own, name), text);
const reason = () => {
  const [folder] = readFolders(root);
  return folder?.template ? null : folder?.problem.facts.reason;
};
afterAll(() => rmSync(root, { recursive: true }));

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
