import { invalid } from '../errors.ts';
import type { Segment, Shape } from './drawing.ts';
import { nameOf } from './field-names.ts';
import { type Fitted, fit, leastFontSizeMm, slot, type TextBox, type Word, widthOf } from './fit.ts';
import { capHeight, layout, undrawable, type Weight, weights } from './fonts.ts';
import { Attributes, inkOf } from './label-attributes.ts';
import { broken, type Frame } from './label-frame.ts';
import type { Element } from './svg-subset.ts';

const known = [
  'name',
  'x',
  'y',
  'width',
  'height',
  'font-size',
  'least-size',
  'font-weight',
  'lines',
  'leading',
  'align',
  'valign',
  'fill',
];

/**
 * A text in its box, or nothing when it is empty.
 * @throws invalid('label-text-too-long' | 'label-letters-unprintable') with the field's name
 */
export function readText(element: Element, frame: Frame): Shape[] {
  const set = fitText(element, frame);
  if (!set) return [];
  const { read, field, fitted, box, align } = set;
  const place = {
    x: read.number('x'),
    y: read.number('y'),
    align,
    valign: read.oneOf('valign', ['top', 'middle', 'bottom']),
  };
  return shapesOf(fitted, { box, place, field, fill: inkOf(read.text('fill', 'black'), frame) });
}

/** Sets a text into its box without placing a letter; null when it is empty. @throws as `readText` does */
export function fitText(element: Element, frame: Frame) {
  const read = new Attributes(element, frame, known);
  const weight = weightOf(read.number('font-weight', 400), frame);
  const words = element.children.flatMap((child) => wordsOf(child, weight, frame));
  const align = read.oneOf('align', ['left', 'middle', 'right']);
  const box: TextBox = {
    width: read.number('width'),
    height: read.number('height'),
    fontSize: read.number('font-size'),
    leastSize: read.number('least-size', leastFontSizeMm),
    lines: read.number('lines', 1),
    leading: read.number('leading', 1.25),
    balance: align === 'middle',
  };
  if (box.leastSize < leastFontSizeMm - 1e-6)
    throw broken(frame, `least-size is at least ${leastFontSizeMm.toFixed(2)}`);
  if (words.length === 0) return null;
  const field = read.text('name');
  requireDrawable(words, { field, name: nameOf(field), template: frame.template });
  const fitted = fit(words, box);
  if (!fitted) throw invalid('label-text-too-long', { field, name: nameOf(field), template: frame.template });
  return { read, field, fitted, box, align };
}

// A label that lost letters without a word would say something else than was written.
function requireDrawable(words: readonly Word[], where: { field: string; name: string; template: string }): void {
  const letters = undrawable(words.map(({ text }) => text.replaceAll(slot, '')).join(' '));
  if (letters.length > 0) throw invalid('label-letters-unprintable', { ...where, letters: letters.join(' ') });
}

function wordsOf(child: Element | string, weight: Weight, frame: Frame): Word[] {
  if (typeof child === 'string')
    return child
      .split(/[ \t\r\n]+/)
      .filter(Boolean)
      .map((text) => ({ text, weight }));
  if (child.name !== 'b') throw broken(frame, `<${child.name}> cannot stand in <text>`);
  return child.children.flatMap((inner) => wordsOf(inner, weight < 600 ? 600 : 700, frame));
}

function weightOf(value: number, frame: Frame): Weight {
  const weight = weights.find((one) => one === value);
  if (!weight) throw broken(frame, `font-weight is one of ${weights.join(', ')}`);
  return weight;
}

interface Setting {
  box: TextBox;
  place: { x: number; y: number; align: 'left' | 'middle' | 'right'; valign: 'top' | 'middle' | 'bottom' };
  field: string;
  fill: string;
}

function shapesOf(fitted: Fitted, { box, place, field, fill }: Setting): Shape[] {
  const { fontSize, lines } = fitted;
  const area = { x: place.x, y: place.y, width: box.width, height: box.height };
  const first = place.y + firstBaseLine(fitted, box, place.valign);
  const shift = { left: 0, middle: 0.5, right: 1 }[place.align];
  return lines.map((line, index) => {
    const y = first + index * box.leading * fontSize;
    const same = { kind: 'text' as const, field, y, fontSize, fill, box: area };
    const text = line.map((word) => word.text).join(' ');
    if (text.includes(slot)) {
      return { ...same, segments: [{ x: place.x, text, weight: line[0]?.weight ?? 400 }], room: box.width, shift };
    }
    const width = lineWidth(line) * fontSize;
    return {
      ...same,
      segments: segmentsOf(line, place.x + (box.width - width) * shift, fontSize),
      room: width,
      shift: 0,
    };
  });
}

// In the middle, what the eye weighs is the band from the capitals' tops to the base line.
function firstBaseLine(
  { fontSize, lines, top, bottom }: Fitted,
  box: TextBox,
  valign: 'top' | 'middle' | 'bottom',
): number {
  const between = (lines.length - 1) * box.leading * fontSize;
  if (valign === 'top') return Math.min(top * fontSize, box.height - between + bottom * fontSize);
  if (valign === 'bottom') return box.height - between + bottom * fontSize;
  const middle = (box.height - between + capHeight * fontSize) / 2;
  return Math.min(Math.max(middle, top * fontSize), box.height - between + bottom * fontSize);
}

const lineWidth = (line: readonly Word[]): number =>
  line.reduce((width, word, index) => width + widthOf(word) + (index > 0 ? layout(word.weight, ' ').width : 0), 0);

/** Neighbours of one weight become one segment, so that a reader's selection keeps its spaces. */
function segmentsOf(line: readonly Word[], x: number, fontSize: number): Segment[] {
  const segments: Segment[] = [];
  let here = x;
  for (const [index, word] of line.entries()) {
    const last = segments.at(-1);
    const space = index > 0 ? layout(word.weight, ' ').width * fontSize : 0;
    if (last?.weight === word.weight) last.text += ` ${word.text}`;
    else segments.push({ x: here + space, text: word.text, weight: word.weight });
    here += space + widthOf(word) * fontSize;
  }
  return segments;
}
