import { readFileSync } from 'node:fs';
import beautify from 'js-beautify';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { sourcesBelow } from './imports.ts';

const settings = JSON.parse(readFileSync(fromRoot('.jsbeautifyrc'), 'utf8')) as beautify.HTMLBeautifyOptions;

describe('the templates', () => {
  it('are laid out as `npm run format` lays them out (where it moves a line twice, run it twice)', () => {
    const untidy = sourcesBelow('web/views', '.hbs').filter((file) => {
      const source = readFileSync(fromRoot(file), 'utf8');
      return beautify.html(source, settings) !== source;
    });
    expect(untidy).toEqual([]);
  });
});
