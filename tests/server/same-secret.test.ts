import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { isSameSecret } from '../../server/same-secret.ts';
import { sourcesBelow } from '../house/imports.ts';

it('is the one place of the house where secrets are compared', () => {
  const comparing = sourcesBelow('server', '.ts').filter((file) =>
    readFileSync(fromRoot(file), 'utf8').includes('timingSafeEqual'),
  );
  expect(comparing).toEqual(['server/same-secret.ts']);
});

describe('isSameSecret', () => {
  it.each([
    ['', '', true],
    ['khoá', 'khoá', true],
    ['khoá', 'khoa', false],
    ['abc', 'abcd', false],
    ['', 'a', false],
    ['é', 'aa', false],
  ])('%j and %j: %s', (given, secret, same) => {
    expect(isSameSecret(given, secret)).toBe(same);
  });
});
