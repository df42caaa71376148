import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';

const folder = 'server/decisions';
const files = readdirSync(fromRoot(folder));
const numberOf = (file: string): string => file.slice(0, 4);

it('gives every decision a number of its own, in its name and its title', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !/^\d{4}-[a-z0-9-]+\.md$/.test(file))).toEqual([]);
  expect(files.filter((file, place) => files.findIndex((one) => numberOf(one) === numberOf(file)) !== place)).toEqual(
    [],
  );
  const titleOf = (file: string) => readFileSync(fromRoot(`${folder}/${file}`), 'utf8').split('\n')[0] ?? '';
  expect(files.filter((file) => !titleOf(file).startsWith(`# ${numberOf(file)} `))).toEqual([]);
});
