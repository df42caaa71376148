import { readFileSync } from 'node:fs';
import { fromRoot } from '../../server/root.ts';

/** A line that nothing but a test defends, as `tests/README.md` lists it. */
export interface Guard {
  what: string;
  /** Of the thirty attacks and faults, where it is one of them. */
  bar: string;
  file: string;
  /** What stands in the file, once. */
  line: string;
  /** What stands there when the guard is taken out. */
  broken: string;
  /** Below `tests/`. */
  test: string;
  /** The test that fails then, or the beginning of its name. */
  name: string;
}

const row =
  /^\| (?<what>[^|]+?) +\| (?<bar>[\d ]*?) *\| `(?<file>[^`]+)`: `(?<line>[^`]+)` → (?:`(?<broken>[^`]+)`|nothing) +\| `(?<test>[^`]+)` › (?<name>[^|]+?) +\|$/;

/** The table of guards. @throws Error for a row that is laid out otherwise */
export function readGuards(): Guard[] {
  const [, after = ''] = readFileSync(fromRoot('tests/README.md'), 'utf8').split('## Guards');
  const [, , ...rows] = after.split('\n').filter((text) => text.startsWith('|'));
  return rows.map((text) => {
    const found = row.exec(text)?.groups;
    if (!found) throw new Error(`This row of guards cannot be read: ${text}`);
    return { ...(found as unknown as Guard), broken: found.broken ?? '' };
  });
}
