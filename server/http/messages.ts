import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Facts } from '../errors.ts';
import { formatNumber } from '../format.ts';
import { foldersOf } from '../integration.ts';
import { inEach, type Language } from '../language.ts';
import { fromRoot } from '../root.ts';

type Tree = { [key: string]: string | Tree };

const aboutItself = 'about.json';
const catalogues = inEach(readCatalogue);

/**
 * The sentence under a dotted key in one language, `{fact}` replaced by what the facts say.
 * @throws Error when no catalogue has the key: a misspelt key fails the test instead of showing nothing.
 */
export function sentence(language: Language, key: string, facts: Facts = {}): string {
  const found = findSentence(language, key, facts);
  if (found === null) throw new Error(`No message ${key} in ${language}`);
  return found;
}

/** As `sentence`, null where there is none; in Vietnamese where the language does not say it yet. */
export function findSentence(language: Language, key: string, facts: Facts = {}): string | null {
  const text = catalogues[language]?.get(key) ?? catalogues.vi.get(key);
  return text === undefined
    ? null
    : text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => said(facts[name] ?? whole, language));
}

// With the language's own comma or dot; whole numbers may be years and codes, and stay as they are.
const said = (fact: string | number, language: Language): string =>
  typeof fact === 'number' && !Number.isInteger(fact) ? formatNumber(fact, language) : String(fact);

/** The facts that a sentence names, in the order it says them; null where there is none under the key. */
export function factsNamed(key: string): string[] | null {
  const text = catalogues.vi.get(key);
  return text === undefined ? null : [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** All keys of one language, for the house test that compares the languages. */
export const messageKeys = (language: Language): string[] => [...(catalogues[language]?.keys() ?? [])];

function readCatalogue(language: Language): Map<string, string> {
  const catalogue = new Map<string, string>();
  for (const file of filesOf(language)) {
    const tree = JSON.parse(readFileSync(file, 'utf8')) as Tree;
    for (const [key, text] of flatten(tree, '')) catalogue.set(key, text);
  }
  return catalogue;
}

/** The files with the words of a language: those of the rooms, and of each integration its own. */
export function filesOf(language: Language): string[] {
  const folder = fromRoot('web/messages', language);
  const ofRooms = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== aboutItself);
  const ofIntegrations = foldersOf('words').map((one) => path.join(one.folder, `${language}.json`));
  return [...ofRooms.map((name) => path.join(folder, name)), ...ofIntegrations.filter((file) => existsSync(file))];
}

function flatten(tree: Tree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}
