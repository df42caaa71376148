import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../../server/root.ts';

/** One import statement of ours: who imports whom (paths from the project's folder). */
export interface Import {
  from: string;
  to: string;
}

/** All source files below a folder, as paths from the project's folder. */
export const sourcesBelow = (folder: string, ending = '.ts'): string[] =>
  readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));

/** Every template, those of the integrations too. */
export const viewFiles = (): string[] => [
  ...sourcesBelow('web/views', '.hbs'),
  ...(existsSync(fromRoot(integrated)) ? sourcesBelow(integrated, '.hbs') : []),
];

/** Every source of the server; what integrations bring of tests and of scripts for browsers is none. */
export const serverFiles = (): string[] =>
  sourcesBelow('server').filter((file) => !/^server\/integrations\/[^/]+\/(?:tests|scripts)\//.test(file));

/** Every script for browsers, those of the integrations too. */
export const scriptFiles = (): string[] => [
  ...sourcesBelow('web/scripts'),
  ...sourcesBelow('server').filter((file) => /^server\/integrations\/[^/]+\/scripts\//.test(file)),
];

const integrated = 'server/integrations';
const statement = /^(?:import|export)\s+(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

/** Every import in these files, of our own files and of packages alike (`to` is then the package's name). */
export const importsOf = (files: readonly string[]): Import[] =>
  files.flatMap((from) => importsIn(from, readFileSync(fromRoot(from), 'utf8')));

/** Every import in the text of one file, of types too. */
export function importsIn(from: string, text: string): Import[] {
  const found = [statement, dynamic].flatMap((pattern) => [...text.matchAll(pattern)]);
  return found.map(([, to = '']) => ({ from, to: resolve(from, to) }));
}

const resolve = (from: string, to: string): string =>
  to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to;

/** The first circle among these imports, as a path of files, or null. */
export function findCircle(imports: readonly Import[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const circle = walk(to, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return null;
}
