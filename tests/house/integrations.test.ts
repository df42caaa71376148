import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../../server/http/messages.ts';
import { integrations, isBelowBatch, offered } from '../../server/integration.ts';
import { languages } from '../../server/language.ts';
import { fromRoot } from '../../server/root.ts';
import { importsOf, sourcesBelow, viewFiles } from './imports.ts';

const home = 'server/integrations/';
const isIn = (name: string, file: string): boolean => file.startsWith(`${home}${name}/`);
const sources = ['server', 'web/scripts', 'seed', 'tests'].flatMap((folder) => sourcesBelow(folder));
const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');

/** The names under which an integration keeps its words; what the house itself asks for (`problems`) is everybody's. */
function roomsOfWords(name: string): string[] {
  const file = filesOf('vi').find((one) => one.includes(`/integrations/${name}/`));
  const said = file === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as object);
  return Object.keys(said).filter((room) => room !== 'problems' && room !== 'mistakes');
}

describe.each(integrations.map(({ name }) => name))('the integration %s', (name) => {
  it('is imported by nobody outside its folder, so that taking the folder away takes it away', () => {
    const wrong = importsOf(sources.filter((file) => !isIn(name, file))).filter(({ to }) => isIn(name, to));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('has its words and pages in its folder, and nobody else reads them', () => {
    const rooms = roomsOfWords(name);
    const asks = (file: string) =>
      rooms.some((room) => new RegExp(`['"\`]${room}\\.[a-z]|['"]${room}/|\\{\\{> ${room}/`).test(read(file)));
    const readers = [...sources.filter((file) => !file.startsWith('tests/')), ...viewFiles()];
    expect(readers.filter((file) => !isIn(name, file) && asks(file))).toEqual([]);
    expect(existsSync(fromRoot('web/views', name))).toBe(false);
  });

  it('says what it says in each language', () => {
    const inVietnamese = existsSync(fromRoot(home, name, 'words/vi.json'));
    for (const language of languages)
      expect(existsSync(fromRoot(home, name, 'words', `${language}.json`))).toBe(inVietnamese);
  });

  it('brings tests of its own', () => {
    expect(sourcesBelow(`${home}${name}`, '.test.ts').length).toBeGreaterThan(0);
  });
});

describe('what integrations offer', () => {
  it('is nothing where none of them offers it', async () => {
    expect(await offered('constructor')).toEqual([]);
    expect(await offered('pages', 'no-such-file')).toEqual([]);
  });

  it('below a batch is no serial, and nothing else is taken from serials', () => {
    const ways = integrations.flatMap((one) => [...one.batchPages, ...one.batchDocuments]);
    expect(ways.filter(({ path }) => !isBelowBatch(path.replace(/\?.*$/, '').toUpperCase()))).toEqual([]);
    expect(['', '00000000', '0SAAP5CP', 'proofs', '__proto__'].filter(isBelowBatch)).toEqual([]);
  });
});
