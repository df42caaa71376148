import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import { fontOf, type KitFont } from './pdfkit-inside.ts';

export const weights = [400, 500, 600, 700] as const;
export type Weight = (typeof weights)[number];

const names: Record<Weight, string> = { 400: '400Regular', 500: '500Medium', 600: '600SemiBold', 700: '700Bold' };

/** One step of an outline: absolute coordinates. */
export type PathStep =
  | { to: 'M' | 'L'; at: [number, number] }
  | { to: 'Q'; at: [number, number, number, number] }
  | { to: 'C'; at: [number, number, number, number, number, number] }
  | { to: 'Z'; at: [] };

export interface Glyph {
  id: number;
  /** Where its origin stands from the start of the text, in em, kerning included. */
  x: number;
}

export interface TextLayout {
  glyphs: Glyph[];
  /** In em. */
  width: number;
  /** The highest and lowest ink from the base line, in em, upwards. */
  top: number;
  bottom: number;
}

/** Height of an x and of an H, in em: the same in all weights of Be Vietnam Pro. */
export const xHeight = 0.53;
export const capHeight = 0.74;

const locate = createRequire(import.meta.url);
// Be Vietnam Pro from whole files: the usual web packages are subsets that lack either plain Latin or ế, ư, đ (domain.md, 7).
export const fontFile = (weight: Weight): string =>
  locate.resolve(`@expo-google-fonts/be-vietnam-pro/${names[weight]}/BeVietnamPro_${names[weight]}.ttf`);

const measuring = new Pdf({ autoFirstPage: false });
const opened = new Map<Weight, KitFont>();
const layouts = new Map<string, TextLayout>();
const keptLayouts = 5000;

function open(weight: Weight): KitFont {
  const font = opened.get(weight) ?? fontOf(measuring, fontFile(weight)).font;
  opened.set(weight, font);
  return font;
}

/** Places the glyphs of a text on one line, with kerning. */
export function layout(weight: Weight, text: string): TextLayout {
  const key = `${weight}${text}`;
  const known = layouts.get(key);
  if (known) return known;
  if (layouts.size >= keptLayouts) layouts.clear();
  const made = measure(open(weight), text);
  layouts.set(key, made);
  return made;
}

function measure(font: KitFont, text: string): TextLayout {
  const run = font.layout(text);
  const em = font.unitsPerEm;
  const result: TextLayout = { glyphs: [], width: 0, top: 0, bottom: 0 };
  for (const [index, glyph] of run.glyphs.entries()) {
    result.glyphs.push({ id: glyph.id, x: result.width });
    result.width += (run.positions[index]?.xAdvance ?? glyph.advanceWidth) / em;
    if (Number.isFinite(glyph.bbox.maxY)) {
      result.top = Math.max(result.top, glyph.bbox.maxY / em);
      result.bottom = Math.min(result.bottom, glyph.bbox.minY / em);
    }
  }
  return result;
}

// Letters of mathematics, full-width and joined ones: the same letters in another dress. Not raised digits: 10⁴ is not 104.
const styled = /[\u{1D400}-\u{1D7FF}\uFF01-\uFF5E\uFB00-\uFB06\u210A-\u2134]/gu;
const unseen = /[\p{Cf}\p{Cc}\p{Variation_Selector}]/gu;
const graphemes = new Intl.Segmenter('vi');

/**
 * The text as it is set: styled letters that the font lacks as the plain ones they are, accents joined to their letters, every
 * gap one space, nothing invisible. What the font cannot draw is still in it: see `undrawable`.
 */
export function settable(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(styled, (letter) => (hasGlyph(letter) ? letter : letter.normalize('NFKC')))
    .replaceAll(unseen, '')
    .normalize('NFC')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** The letters of a settable text that the font cannot draw, each once: a letter whose accent stays loose is one of them. */
export function undrawable(text: string): string[] {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return [...new Set(letters.filter((letter) => !Array.from(letter).every(hasGlyph) || /\p{M}/u.test(letter)))];
}

/**
 * The text with a question mark for each letter that the font cannot draw, for pictures of what was taken before such letters
 * were refused: nothing is lost without a sign.
 */
export function drawable(text: string): string {
  const set = settable(text);
  const lost = undrawable(set);
  return settable(
    Array.from(graphemes.segment(set), ({ segment }) => (lost.includes(segment) ? '?' : segment)).join(''),
  );
}

const hasGlyph = (letter: string): boolean => open(400).hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);

const kitSteps: Record<string, PathStep['to']> = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
};

/** The outline of a glyph in em, y upwards. */
export function outline(weight: Weight, id: number): PathStep[] {
  const font = open(weight);
  return font
    .getGlyph(id)
    .path.commands.map(
      ({ command, args }) => ({ to: kitSteps[command], at: args.map((value) => value / font.unitsPerEm) }) as PathStep,
    );
}
