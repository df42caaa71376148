import { readFileSync } from 'node:fs';
import beautify from 'js-beautify';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../server/root.ts';
import { sourcesBelow, viewFiles } from './imports.ts';

const settings = JSON.parse(readFileSync(fromRoot('.jsbeautifyrc'), 'utf8')) as beautify.HTMLBeautifyOptions;

describe('the templates', () => {
  it('are laid out as `npm run format` lays them out (where it moves a line twice, run it twice)', () => {
    const untidy = viewFiles().filter((file) => {
      const source = readFileSync(fromRoot(file), 'utf8');
      return beautify.html(source, settings) !== source;
    });
    expect(untidy).toEqual([]);
  });
});

describe('what a template decides', () => {
  // Each was there before; a page's function says `isOpen`, and no template compares anew.
  const mostComparisons = 54;

  it('is said by the page’s function: comparisons in templates only become fewer', () => {
    const comparisons = viewFiles().flatMap((file) =>
      [...readFileSync(fromRoot(file), 'utf8').matchAll(/\(eq |\{\{#?eq /g)].map(() => file),
    );
    expect(comparisons.length).toBeLessThanOrEqual(mostComparisons);
  });
});

describe('the fields for numbers', () => {
  const keypads: Record<string, string> = {
    decimalIn: 'decimal',
    decimalNumber: 'decimal',
    wholeNumber: 'numeric',
    moneyVnd: 'numeric',
    moneyOrNothing: 'numeric',
  };
  // An iPhone's keypads have no minus, and what a laboratory wrote is words and signs.
  const typedFreely = new Set([
    'labels/print.hbs xMm',
    'labels/print.hbs yMm',
    'traceability/_finding-row.hbs value',
    'traceability/_finding-row.hbs limit',
  ]);

  /** Each field that a schema reads as a number, by its last name, with the keypads that fit: schemas may call it alike. */
  const numberFields = (): Map<string, Set<string>> => {
    const found = new Map<string, Set<string>>();
    const pairs = sourcesBelow('server', '.schemas.ts').flatMap((file) =>
      numbersIn(readFileSync(fromRoot(file), 'utf8')),
    );
    for (const [name, keypad] of pairs) found.set(name, (found.get(name) ?? new Set()).add(keypad));
    return found;
  };

  // `const count = wholeNumber.pipe(…)` reads as `wholeNumber` does.
  function numbersIn(schema: string): [name: string, keypad: string][] {
    const readers = new Map(Object.entries(keypads));
    const read = (pattern: RegExp): [string, string][] =>
      [...schema.matchAll(pattern)].flatMap(([, name = '', reader = '']) => {
        const keypad = readers.get(reader);
        return keypad === undefined ? [] : [[name, keypad] as [string, string]];
      });
    for (const [name, keypad] of read(/^(?:export )?const (\w+) = (\w+)/gm)) readers.set(name, keypad);
    return read(/(?<![\w.])(\w+): (\w+)\b/g);
  }

  it('bring up the keypad that can write them: with a comma, without one, or of a telephone', () => {
    const numbers = numberFields();
    expect(numbers.size).toBeGreaterThan(20);
    const wrong = viewFiles().flatMap((file) =>
      [...readFileSync(fromRoot(file), 'utf8').matchAll(/\{\{> field [^}]*\}\}|<input\b[^>]*>/g)].flatMap(([field]) => {
        const [, name = ''] = /\bname=['"]?(?:[\w.]*\.)?(\w+)/.exec(field) ?? [];
        const [, keypad = 'letters'] = /\binputmode=['"](\w+)/.exec(field) ?? [];
        const place = `${file.replace('web/views/', '')} ${name}`;
        const fits = /\btype=['"]tel/.test(field) ? new Set(['tel']) : numbers.get(name);
        const isTyped = !/\btype=['"](?:hidden|checkbox|radio)/.test(field) && !typedFreely.has(place);
        return isTyped && fits && !fits.has(keypad) ? [`${place}: ${keypad}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
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

describe('since when a value is known', () => {
  it('is a day or month as people write it, never `2026-11`', () => {
    const raw = viewFiles().flatMap((file) =>
      [...readFileSync(fromRoot(file), 'utf8').matchAll(/[aA]sOf=(?!\(day )\S+|\{\{(?:\w+\.)*\w*[aA]sOf\}\}/g)].map(
        ([found]) => `${file}: ${found}`,
      ),
    );
    expect(raw).toEqual([]);
  });
});
