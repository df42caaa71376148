import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { readBars, readGuards } from '../support/guards.ts';

const guards = readGuards();
const textOf = (file: string): string => (existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), 'utf8') : '');

it('names of each guard the line as it stands, once, and a test that there is', () => {
  expect(guards.length).toBeGreaterThan(40);
  expect(guards.filter(({ file, line }) => textOf(file).split(line).length !== 2)).toEqual([]);
  expect(guards.filter(({ test, name }) => !textOf(test).includes(name))).toEqual([]);
  expect(guards.filter(({ line, broken }) => line === broken)).toEqual([]);
});

it('lists thirty attacks and faults, each with tests that there are and with a guard that was broken', () => {
  const bars = readBars();
  expect(bars.map(({ bar }) => bar)).toEqual(Array.from({ length: 30 }, (_, place) => String(place + 1)));
  const tests = bars.flatMap((one) => one.tests);
  expect(tests.filter(({ test, name }) => name === '' || !textOf(test).includes(name))).toEqual([]);
  // 27 is measured by `npm run bench`, not tested.
  const tested = bars.filter(({ bar }) => bar !== '27');
  const held = new Set(guards.flatMap(({ bar }) => bar.split(' ')));
  expect(tested.filter(({ bar, tests: own }) => own.length === 0 || !held.has(bar))).toEqual([]);
});
