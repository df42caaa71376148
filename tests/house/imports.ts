import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../../server/root.ts';

/** One import statement of ours: who imports whom (paths from the project's folder), and whether only types cross. */
export interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** All source files below a folder, as paths from the project's folder. */
export const sourcesBelow = (folder: string, ending = '.ts'): string[] =>
  readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')));

const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\('([^']+)'\)/g;

/** Every import in these files, of our own files and of packages alike (`to` is then the package's name). */
export const importsOf = (files: readonly string[]): Import[] =>
  files.flatMap((from) => {
    const text = readFileSync(fromRoot(from), 'utf8');
    const found = [...text.matchAll(statement)].map(([, type, to = '']) => ({ to, typeOnly: type !== undefined }));
    const lazy = [...text.matchAll(dynamic)].map(([, to = '']) => ({ to, typeOnly: false }));
    return [...found, ...lazy].map(({ to, typeOnly }) => ({ from, to: resolve(from, to), typeOnly }));
  });

const resolve = (from: string, to: string): string =>
  to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to;

/** The first circle of imports among these, as a path of files, or null. */
export function findCircle(imports: readonly Import[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
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
