import { readWhole } from '../reading/numbers.ts';
import type { Reading } from '../reading/reading.ts';
import { readTyped } from '../reading/text.ts';

/** One more thing that may be known of a plot: all that the form, the list, the sheets of households and the record need to have of it. */
interface PlotFact<T extends string | number> {
  type: T extends number ? NumberConstructor : StringConstructor;
  /** What was typed, at most `longest` characters of it. */
  read: (text: string) => Reading<T>;
  longest: number;
  /** How headings of sheets begin that mean it, in small letters without marks. */
  called: readonly string[];
}

const amongWhole = (most: number, mistake: string, called: readonly string[]): PlotFact<number> => ({
  type: Number,
  read: (text) => within(readWhole(text.replace(/\s*m$/i, '')), most, mistake),
  longest: 20,
  called,
});

/**
 * What may be known of a plot besides its name, area and position. One more is a line here and its words in each language:
 * `plots.fact` (what the form asks), `plots.fact-said` (what the list says) and `mistakes` (its reader's codes).
 */
export const plotFacts = {
  /** How many hives stand there. */
  hives: amongWhole(5000, 'hives-not-plausible', [
    'so dan ong',
    'so dan',
    'dan ong',
    'so thung',
    'so to ong',
    'thung ong',
    'hives',
  ]),
  /** Mã số vùng trồng, capital letters. */
  growingAreaCode: {
    type: String,
    read: readGrowingAreaCode,
    longest: 60,
    called: ['ma so vung trong', 'ma vung trong', 'ma vung', 'msvt', 'growing area'],
  },
  /** Metres above the sea, at most those of Fan Si Pan: `760`, `1.250 m`. */
  altitude: amongWhole(3147, 'altitude-not-plausible', ['do cao', 'cao do', 'altitude']),
} satisfies Record<string, PlotFact<string> | PlotFact<number>>;

export type PlotFactKey = keyof typeof plotFacts;
export const plotFactKeys = Object.keys(plotFacts) as PlotFactKey[];

type ValueOf<Fact> = Fact extends PlotFact<infer T> ? T : never;

/** Each of them; null while nobody said it. */
export type PlotFacts = { [Key in PlotFactKey]: ValueOf<(typeof plotFacts)[Key]> | null };

/** Makes what is wanted of each. @param of what one of them gives; the same type for every key is what the facts cannot say */
export const eachPlotFact = <T>(of: (key: PlotFactKey) => T): Record<PlotFactKey, T> =>
  Object.fromEntries(plotFactKeys.map((key) => [key, of(key)])) as Record<PlotFactKey, T>;

/** The facts as they were read one by one. @param valueOf what was read of one; undefined where nothing was said */
export const plotFactsFrom = (valueOf: (key: PlotFactKey) => string | number | undefined): PlotFacts =>
  eachPlotFact((key) => valueOf(key) ?? null) as PlotFacts;

/**
 * A growing-area code in capitals. How codes are built since districts were abolished is not published yet (QĐ 3156/2022 is of before),
 * so only their letters are looked at. Gives `growing-area-code-mistaken`.
 */
function readGrowingAreaCode(text: string): Reading<string> {
  const code = readTyped(text)
    .toUpperCase()
    .replaceAll(/\s*([-./])\s*/g, '$1');
  return /^[A-Z0-9](?:[-./]?[A-Z0-9]){3,29}$/.test(code) ? { value: code } : { code: 'growing-area-code-mistaken' };
}

// Gives `not-a-whole-number` too.
const within = (reading: Reading<number>, most: number, code: string): Reading<number> =>
  'value' in reading && (reading.value < 0 || reading.value > most) ? { code } : reading;
