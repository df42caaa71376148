import { existsSync, readFileSync } from 'node:fs';
import { integrations } from '../../server/integration.ts';
import { fromRoot } from '../../server/root.ts';

/** A line that nothing but a test defends, as `tests/README.md` and those of integrations list it. */
export interface Guard {
  what: string;
  /** Of the thirty attacks and faults, where it is one of them. */
  bar: string;
  file: string;
  /** What stands in the file, once. */
  line: string;
  /** What stands there when the guard is taken out. */
  broken: string;
  /** From the project's folder. */
  test: string;
  /** The test that fails then, or the beginning of its name. */
  name: string;
}

const row =
  /^\| (?<what>[^|]+?) +\| (?<bar>[\d ]*?) *\| `(?<file>[^`]+)`: `(?<line>[^`]+)` → (?:`(?<broken>[^`]+)`|nothing) +\| `(?<test>[^`]+)` › (?<name>[^|]+?) +\|$/;

/** One of the thirty attacks and faults, as `tests/README.md` lists them. */
export interface Bar {
  bar: string;
  /** The tests that try it as a whole; none for what is measured. */
  tests: { test: string; name: string }[];
}

/** The table of the thirty attacks and faults, in its order. */
export function readBars(): Bar[] {
  const text = readFileSync(fromRoot('tests', 'README.md'), 'utf8');
  const [, table = ''] = /## The thirty\n(.*?)\n## /s.exec(text) ?? [];
  return [...table.matchAll(/^\| (\d+) .*\| ([^|]+?) +\|$/gm)].map(([, bar = '', cell = '']) => ({
    bar,
    tests: [...cell.matchAll(/`([^`]+)` › ([^;]+)/g)].map(([, test = '', name = '']) => ({
      test: `tests/${test}`,
      name: name.trim(),
    })),
  }));
}

/** The tables of guards: of the house, and of each integration that has one. @throws Error for a row that is laid out otherwise */
export const readGuards = (): Guard[] =>
  ['', ...integrations.map(({ name }) => `server/integrations/${name}/`)].flatMap((folder) =>
    existsSync(fromRoot(folder || 'tests', 'README.md')) ? guardsIn(folder || 'tests/', `${folder}tests/`) : [],
  );

function guardsIn(folder: string, tests: string): Guard[] {
  const [, after = ''] = readFileSync(fromRoot(folder, 'README.md'), 'utf8').split('## Guards');
  const [, , ...rows] = after.split('\n').filter((text) => text.startsWith('|'));
  return rows.map((text) => {
    const found = row.exec(text)?.groups;
    if (!found) throw new Error(`This row of guards cannot be read: ${text}`);
    const { test, ...rest } = found as unknown as Guard;
    return { ...rest, test: tests + test, broken: found.broken ?? '' };
  });
}
