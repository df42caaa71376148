import { readFileSync } from 'node:fs';
import { hasCheckDigit } from './check-digit.ts';
import { lookup } from './lookup.ts';
import { fromRoot } from './root.ts';

/** What GS1 says of one Application Identifier; source and date stand in `application-identifiers.tsv`. */
export interface Identifier {
  /** Characters of its value where all values of it have as many, so that nothing has to end them; else null. */
  fixedLength: number | null;
  /** It may stand in the query of a Digital Link. */
  isAttribute: boolean;
  /** Whether a text has the form of its values: letters, length, check digit, month and day. */
  isValue: (text: string) => boolean;
}

/** The identifier of these digits, `01` or `3103`; null for none of GS1's. */
export const findIdentifier = (digits: string): Identifier | null => identifiers().get(digits) ?? null;

/** The identifier that a text begins with, which none other is the beginning of; null where it begins with none. */
export function identifierAt(text: string): string | null {
  return [2, 3, 4].map((length) => text.slice(0, length)).find((digits) => identifiers().has(digits)) ?? null;
}

/** All of GS1's, in their order. */
export const allIdentifiers = (): string[] => [...identifiers().keys()];

let loaded: ReadonlyMap<string, Identifier> | null = null;

// Read when somebody first asks: most pages never do.
function identifiers(): ReadonlyMap<string, Identifier> {
  loaded ??= new Map(
    readFileSync(fromRoot('server/application-identifiers.tsv'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .flatMap(readRow),
  );
  return loaded;
}

function readRow(line: string): [string, Identifier][] {
  const [range = '', flags = '', parts = ''] = line.split('\t');
  const [first = '', last = first] = range.split('-');
  const identifier = {
    fixedLength: flags.includes('*') ? Number(/\d+/.exec(parts)?.[0]) : null,
    isAttribute: flags.includes('?'),
    isValue: formOf(parts),
  };
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => [
    String(Number(first) + index).padStart(first.length, '0'),
    identifier,
  ]);
}

// GS1 General Specifications, figures 7.11-1 to 7.11-3.
const letters = lookup<string>({
  N: '\\d',
  X: `[A-Za-z0-9!"%&'()*+,\\-./_:;<=>?]`,
  Y: '[A-Z0-9#\\-/]',
  Z: '[A-Za-z0-9\\-_=]',
});
const date = '\\d\\d(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])';

function formOf(parts: string): Identifier['isValue'] {
  const read = parts.split(' ').map((part) => {
    const [form = '', ...rules] = part.split(',');
    const [, kind = '', upTo, length = ''] = /([NXYZ])(\.\.)?(\d+)/.exec(form) ?? [];
    const group = rules.includes('date') ? date : `${letters[kind]}{${upTo ? '1,' : ''}${length}}`;
    return { group: `(${group})${form.startsWith('[') ? '?' : ''}`, isChecked: rules.includes('csum') };
  });
  const whole = new RegExp(`^${read.map(({ group }) => group).join('')}$`);
  return (text) => {
    const groups = whole.exec(text)?.slice(1);
    return groups?.every((one, place) => !read[place]?.isChecked || hasCheckDigit(one)) ?? false;
  };
}
