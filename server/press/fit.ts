import { layout, type Weight, xHeight } from './fonts.ts';

/** Text on a label is at least 0.9 mm high (Decree 37/2026, Annex I): the height of an x. */
export const leastFontSizeMm = 0.9 / xHeight;

/** Stands for the eight characters that differ from label to label of one run. */
export const slot = '\uE000';

// The widest eight characters of the codes' alphabet: a box that holds them holds every serial.
const widestSerial = 'W'.repeat(8);

export interface Word {
  text: string;
  weight: Weight;
}

export interface TextBox {
  /** Millimetres. */
  width: number;
  height: number;
  /** The wanted and the least font size, in millimetres. */
  fontSize: number;
  leastSize: number;
  lines: number;
  /** Distance of base lines, in em. */
  leading: number;
  /** Lines of nearly the same length, for centred titles. */
  balance: boolean;
}

export interface Fitted {
  fontSize: number;
  lines: Word[][];
  /** Highest and lowest ink of the words, in em. */
  top: number;
  bottom: number;
}

/**
 * Sets words into a box: at the wanted size, else smaller, else on more lines, whichever leaves the letters larger, with a
 * preference for fewer lines. Null when even the least size overruns.
 */
export function fit(unmeasured: readonly Word[], box: TextBox): Fitted | null {
  const ink = inkOf(unmeasured);
  // Once, and not in every round of the search for a width.
  const words = unmeasured.map((word) => ({ ...word, width: widthOf(word), space: spaceOf(word) }));
  const tries = Array.from({ length: box.lines }, (_, index) => sizeFor(words, box, ink, index + 1)).filter(
    ({ size }) => size >= box.leastSize - 1e-6,
  );
  const best = tries.reduce((kept, next) => (next.size > kept.size * 1.15 ? next : kept), { size: 0, limit: 0 });
  if (best.size === 0) return null;
  const limit = box.balance ? best.limit : box.width / best.size;
  const lines = breakLines(words, limit + 1e-9).map((line) => line.map(({ text, weight }) => ({ text, weight })));
  return { fontSize: best.size, lines, ...ink };
}

/** A word with its width, and that of the space before it, in em. */
interface Measured extends Word {
  width: number;
  space: number;
}

function sizeFor(words: readonly Measured[], box: TextBox, ink: { top: number; bottom: number }, lines: number) {
  const limit = narrowest(words, lines);
  const tall = (lines - 1) * box.leading + ink.top - ink.bottom;
  return { size: Math.min(box.fontSize, box.width / limit, box.height / tall), limit };
}

/** The smallest width, in em, in which the words need no more than so many lines. */
function narrowest(words: readonly Measured[], lines: number): number {
  let low = Math.max(0, ...words.map(({ width }) => width));
  let high = lineWidth(words);
  if (breakLines(words, low).length <= lines) return low || 1;
  while (high - low > 0.005) {
    const middle = (low + high) / 2;
    if (breakLines(words, middle).length <= lines) high = middle;
    else low = middle;
  }
  return high;
}

function breakLines(words: readonly Measured[], limit: number): Measured[][] {
  const lines: Measured[][] = [];
  let width = 0;
  for (const word of words) {
    const line = lines.at(-1);
    const wider = width + word.space + word.width;
    if (line && wider <= limit) line.push(word);
    else lines.push([word]);
    width = line && wider <= limit ? wider : word.width;
  }
  return lines;
}

const lineWidth = (words: readonly Measured[]): number =>
  words.reduce((width, word, index) => width + word.width + (index > 0 ? word.space : 0), 0);

const spaceOf = (word: Word): number => layout(word.weight, ' ').width;

/** Width of a word in em; a serial counts as the widest there is. */
export const widthOf = (word: Word): number => layout(word.weight, word.text.replaceAll(slot, widestSerial)).width;

function inkOf(words: readonly Word[]): { top: number; bottom: number } {
  const inks = words.map(({ weight, text }) => layout(weight, text.replaceAll(slot, '0')));
  return {
    top: Math.max(0.74, ...inks.map(({ top }) => top)),
    bottom: Math.min(0, ...inks.map(({ bottom }) => bottom)),
  };
}
