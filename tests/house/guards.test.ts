import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { readGuards } from '../support/guards.ts';

const guards = readGuards();
const textOf = (file: string): string => (existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), 'utf8') : '');

it('names of each guard the line as it stands, once, and a test that there is', () => {
  expect(guards.length).toBeGreaterThan(40);
  expect(guards.filter(({ file, line }) => textOf(file).split(line).length !== 2)).toEqual([]);
  expect(guards.filter(({ test, name }) => !textOf(test).includes(name))).toEqual([]);
  expect(guards.filter(({ line, broken }) => line === broken)).toEqual([]);
});

it('has a guard for every one of the thirty attacks and faults that a test can hold', () => {
  // 27 is measured by `npm run bench`, not tested.
  const wanted = Array.from({ length: 30 }, (_, place) => String(place + 1)).filter((bar) => bar !== '27');
  const held = new Set(guards.flatMap(({ bar }) => bar.split(' ')));
  expect(wanted.filter((bar) => !held.has(bar))).toEqual([]);
});
