import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allIdentifiers, findIdentifier, identifierAt } from '../../server/application-identifiers.ts';
import { fromRoot } from '../../server/root.ts';

// bwip-js carries GS1’s Syntax Dictionary as it was taken into BWIPP: an account of it that is not ours.
const source = readFileSync(fromRoot('node_modules/bwip-js/barcode.ps'), 'latin1');
const [, dictionary = ''] =
  /% Extracted from the GS1 Syntax Dictionary\n([^]*?)\n\s*(?:currentglobal|end\b)/.exec(source) ?? [];

/** Of each identifier: whether it may be an attribute, and its parts as our own list writes them. */
const theirs = new Map(
  dictionary.split(/\n\s*pop\n/).flatMap((entry) => {
    const parts = [
      ...entry.matchAll(/\/cset \/(\w)\s+\/min\s+(\d+)\s+\/max\s+(\d+)\s+\/opt (\w+)\s+\/linters \[([^\]]*)\]/g),
    ];
    const row = `${entry.includes('/dlattr false') ? '' : '?'} ${parts.map(partOf).join(' ')}`;
    return [...entry.matchAll(/\((\d+)\) exch dup/g)].map(([, ai = '']) => [ai, row] as const);
  }),
);

function partOf([, set, min = '', max = '', optional, linters = '']: string[]): string {
  const form = `${set}${min === max ? '' : '..'}${max}`;
  const rules = [/lintcsum(?!alpha)/.test(linters) ? ',csum' : '', /lintyymmd[d0]\b/.test(linters) ? ',date' : ''];
  return (optional === 'true' ? `[${form}]` : form) + rules.join('');
}

const ours = new Map(
  readFileSync(fromRoot('server/application-identifiers.tsv'), 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .flatMap((line) => {
      const [range = '', flags = '', parts = ''] = line.split('\t');
      const [first = '', last = first] = range.split('-');
      const count = Number(last) - Number(first) + 1;
      const names = Array.from({ length: count }, (_, index) =>
        String(Number(first) + index).padStart(first.length, '0'),
      );
      return names.map((ai) => [ai, `${flags.replace('*', '')} ${parts}`] as const);
    }),
);

describe('the Application Identifiers', () => {
  it('are those of GS1’s Syntax Dictionary, each with the form of its values', () => {
    expect(theirs.size).toBeGreaterThan(500);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(allIdentifiers().sort()).toEqual([...theirs.keys()].sort());
  });

  it('end by themselves where the first two digits say so', () => {
    const [, table = ''] = /\(00\) \(01\) \(02\)([^]*?)\]/.exec(source) ?? [];
    const begins = new Set([
      '00',
      '01',
      '02',
      ...[...table.replaceAll(/%.*/g, '').matchAll(/\((\d\d)\)/g)].map(([, two = '']) => two),
    ]);
    expect(begins.size).toBe(22);
    const fixed = allIdentifiers().filter((ai) => findIdentifier(ai)?.fixedLength !== null);
    expect(fixed).toEqual(allIdentifiers().filter((ai) => begins.has(ai.slice(0, 2))));
  });

  it('begin a text in one way at most', () => {
    for (const ai of allIdentifiers()) expect(identifierAt(`${ai}0000`)).toBe(ai);
    for (const none of ['', '0', '05', '3106', '8044', 'AB']) expect(identifierAt(none)).toBeNull();
  });

  it.each([
    ['17', '261130', true],
    ['17', '261331', false],
    ['01', '09506000134352', true],
    ['01', '09506000134353', false],
    ['10', 'A/B%', true],
    ['10', 'A B', false],
    ['7011', '261130', true],
    ['7011', '2611301200', true],
    ['7011', '26113012', false],
    ['255', '9506000134352123', true],
  ])('take as value of %s: %s: %s', (ai, value, taken) => {
    expect(findIdentifier(ai)?.isValue(value)).toBe(taken);
  });
});
