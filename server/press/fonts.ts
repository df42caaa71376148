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

/** The text without the letters that the font cannot draw, such as emoji. */
export function drawable(text: string): string {
  const font = open(400);
  return Array.from(text.normalize('NFC'))
    .filter((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
    .join('')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

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
