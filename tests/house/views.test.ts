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

describe('the styles', () => {
  const named =
    'white|black|red|green|blue|gray|grey|silver|yellow|orange|purple|brown|navy|gold|maroon|teal|olive|pink|tan';
  const literal = new RegExp(
    `#[0-9a-f]{3,8}\\b|\\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\\(|(?<![-\\w])(?:${named})(?![-\\w])`,
    'gi',
  );
  const literalsIn = (css: string): string[] =>
    [...css.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/:([^;{}]+);/g)].flatMap(
      ([, value = '']) => value.match(literal) ?? [],
    );

  it('have no colours but the custom properties of base.css', () => {
    const wrong = sourcesBelow('web/styles', '.css').flatMap((file) => {
      const css = readFileSync(fromRoot(file), 'utf8');
      const rules = file.endsWith('/base.css') ? css.replace(/^:root \{[^}]*\}/m, '') : css;
      return literalsIn(rules).map((colour) => `${file}: ${colour}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    'color: #FFF;',
    'border: 1px solid black;',
    'background: rgb(0 0 0 / 4%);',
    'outline: 2px solid var(--x, hsl(1 1% 1%));',
  ])('would be found with %s', (declaration) => {
    expect(literalsIn(`a { ${declaration} }`)).toHaveLength(1);
    expect(literalsIn('a { white-space: nowrap; color: var(--white); }')).toEqual([]);
  });
});
