import { readFileSync } from 'node:fs';
import { foldText } from './fold.ts';
import { lookup } from './lookup.ts';
import { fromRoot } from './root.ts';

/** A province as it is since 1 July 2025, with its communes; names with diacritics, as the State writes them. */
export interface Province {
  name: string;
  communes: readonly string[];
}

interface Known extends Province {
  /** names of communes, those of today before former ones → the communes of today they may mean */
  readings: readonly ReadonlyMap<string, readonly string[]>[];
}

// What people write for what the list calls by its full name.
const nicknames = lookup<string>({
  hcm: 'hochiminh',
  tphcm: 'hochiminh',
  saigon: 'hochiminh',
  hn: 'hanoi',
  thuathienhue: 'hue',
  vungtau: 'bariavungtau',
});

/** The 34 provinces in the State's order; source and date stand in `places.tsv`. */
export const listProvinces = (): readonly Province[] => places().provinces;

/** The province of today that a text means, however it is abbreviated, or by a name it bore before the mergers; null when none. */
export function readProvince(text: string): Province | null {
  return known(text);
}

/**
 * The commune of today that a text means in this province: `X.Bình Lư`, `Binh Lu commune`, or the name of one that has been
 * merged into it. Null when there is none, or when a former name was borne by several.
 */
export function readCommune(province: Province, text: string): string | null {
  const named = firstPart(text);
  const found = known(province.name)?.readings ?? [];
  const keys = [...keysOf(named), `bare ${letters(named)}`];
  const readings = found.flatMap((names) => keys.map((key) => names.get(key))).find((one) => one !== undefined) ?? [];
  return readings.length === 1 ? (readings[0] ?? null) : null;
}

/** A place's name as it is compared: without its kind, country, diacritics, points and blanks. */
export function bare(text: string): string {
  return foldText(text)
    .replace(/^(?:(?:xa|phuong|thi tran|thi xa|dac khu|tinh|thanh pho)\b|(?:x|p|tt|tx|t|tp)(?:\.|\s))[\s.:]*/, '')
    .replace(/\s+(?:province|commune|ward|city|township|town)$/, '')
    .replaceAll(/[^a-z0-9]+/g, '');
}

const letters = (text: string): string => foldText(text).replaceAll(/[^a-z0-9]+/g, '');

// The surest reading first: Văn Lang is not Văn Lăng, a ward Phong Châu no commune of that name, P.Hồng Châu not Phong Châu.
const keysOf = (text: string): string[] => [
  `exact ${text.normalize('NFC').toLowerCase().trim()}`,
  `full ${letters(text)}`,
  `bare ${bare(text)}`,
];

const countries = new Set(['vietnam', 'vn']);

/** The last part that is no country: the province stands at the end of an address. */
function lastPart(text: string): string {
  const parts = text.split(/[,;/]/).filter((part) => part.trim() !== '' && !countries.has(bare(part)));
  return (parts.at(-1) ?? '').replace(/\s+(?:viet\s?nam|việt\s?nam|vn)\s*$/i, '');
}

const firstPart = (text: string): string => text.split(/[,;/]/).find((part) => part.trim() !== '') ?? '';

function known(text: string): Known | null {
  const name = bare(lastPart(text));
  return places().byName.get(nicknames[name] ?? name) ?? null;
}

function load(text: string): { provinces: readonly Known[]; byName: ReadonlyMap<string, Known> } {
  const found = new Map<string, Known>();
  const list: Known[] = [];
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const [index, line] of rows.entries()) {
    if (line.startsWith(' ')) continue;
    const [name = '', ...formerly] = line.split('\t');
    const end = rows.findIndex((row, at) => at > index && !row.startsWith(' '));
    const communes = rows.slice(index + 1, end < 0 ? undefined : end).map((row) => row.slice(1).split('\t'));
    const province = { name, communes: communes.map(([now = '']) => now), readings: readingsOf(communes) };
    list.push(province);
    for (const one of [name, ...formerly]) found.set(bare(one), province);
  }
  return { provinces: list, byName: found };
}

// A name of today means itself; a former one whatever it became.
function readingsOf(communes: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]>[] {
  const today = new Map<string, string[]>();
  const before = new Map<string, string[]>();
  for (const [now = '', ...formerly] of communes) {
    for (const key of keysOf(now)) add(today, key, now);
    for (const old of formerly) for (const key of keysOf(old)) add(before, key, now);
  }
  return [today, before];
}

function add(readings: Map<string, string[]>, key: string, name: string): void {
  const known = readings.get(key) ?? [];
  if (!known.includes(name)) readings.set(key, [...known, name]);
}

let loaded: ReturnType<typeof load> | null = null;

// Read when somebody first asks: most commands never do, and the list takes a quarter of a second.
function places(): ReturnType<typeof load> {
  loaded ??= load(readFileSync(fromRoot('server/places.tsv'), 'utf8'));
  return loaded;
}
