import { barMm, barsOf, leastBarMm } from './bars.ts';
import type { Shape } from './drawing.ts';
import type { PathStep } from './fonts.ts';
import { Attributes, inkOf } from './label-attributes.ts';
import { broken, type Frame } from './label-frame.ts';
import { placed, readPath } from './path.ts';
import type { Element } from './svg-subset.ts';

const box = ['x', 'y', 'width', 'height'];
const paint = ['fill', 'stroke', 'stroke-width'];

export function readRect(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, [...box, ...paint, 'rx']);
  const [x = 0, y = 0, width = 0, height = 0] = box.map((name) => read.number(name));
  return [{ kind: 'rect', x, y, width, height, radius: read.number('rx', 0), ...read.paint('black') }];
}

export function readLine(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, ['x1', 'y1', 'x2', 'y2', 'stroke', 'stroke-width']);
  const steps: PathStep[] = [
    { to: 'M', at: [read.number('x1'), read.number('y1')] },
    { to: 'L', at: [read.number('x2'), read.number('y2')] },
  ];
  return [
    {
      kind: 'path',
      steps,
      fill: null,
      stroke: read.ink('stroke', 'black'),
      strokeWidth: read.number('stroke-width', 0.2),
    },
  ];
}

/** A path, which may be moved to `x`, `y` and scaled. */
export function readPathElement(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, [...paint, 'd', 'x', 'y', 'scale']);
  const scale = read.number('scale', 1);
  const steps = placed(pathOf(read.text('d'), frame), read.number('x', 0), read.number('y', 0), { x: scale, y: scale });
  return [{ kind: 'path', steps, ...read.paint('black') }];
}

/** A PNG or JPEG of the template's own folder. */
export function readImage(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, [...box, 'href']);
  const [x = 0, y = 0, width = 0, height = 0] = box.map((name) => read.number(name));
  const href = read.text('href');
  if (!/^[a-z0-9-]+\.(png|jpg)$/.test(href)) throw broken(frame, `${href} is not a picture of this folder`);
  return [{ kind: 'image', x, y, width, height, href }];
}

export function readQr(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, ['x', 'y', 'size']);
  return [{ kind: 'qr', x: read.number('x'), y: read.number('y'), size: read.number('size') }];
}

/** Bars of a number as people write it, with blanks; wide enough to be read at a till. */
export function readBars(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, [...box, 'number', 'turn']);
  const [x = 0, y = 0, width = 0, height = 0] = box.map((name) => read.number(name));
  const place = { x, y, width, height, turned: read.oneOf('turn', ['0', '90']) === '90' };
  if (barMm(place) < leastBarMm) throw broken(frame, `the bars are narrower than ${leastBarMm} mm`);
  return [{ kind: 'bars', ...place, modules: modulesOf(read.text('number'), frame) }];
}

/**
 * A motif of qr-templates/motifs repeated along a band, stretched a little so that whole repeats fill it; or, with `times`, a row
 * of so many in their own proportions.
 */
export function readBand(element: Element, frame: Frame): Shape[] {
  const read = new Attributes(element, frame, [...box, 'motif', 'inks', 'times', 'align']);
  const motif = frame.motifs.get(read.text('motif'));
  if (!motif) throw broken(frame, `there is no motif ${read.text('motif')}`);
  const inks = read.text('inks').split(' ');
  const [, , across = 1, down = 1] = (motif.attributes['viewBox'] ?? '').split(' ').map(Number);
  const { x, y, times, scale } = rowOf(read, { across, down });
  return motif.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const inner = new Attributes(child, frame, ['d', 'fill', 'stroke', 'stroke-width']);
    const steps = pathOf(inner.text('d'), frame);
    const repeated = Array.from({ length: times }, (_, index) =>
      placed(steps, x + index * across * scale.x, y, scale),
    ).flat();
    return [{ kind: 'path', steps: repeated, ...motifPaint(inner, { inks, scale: scale.y, frame }) }];
  });
}

interface Row {
  x: number;
  y: number;
  times: number;
  scale: { x: number; y: number };
}

/** Where a band's motifs begin, how many there are, and how large. */
function rowOf(read: Attributes, motif: { across: number; down: number }): Row {
  const [x = 0, y = 0, width = 0, height = 0] = box.map((name) => read.number(name));
  const counted = read.number('times', 0);
  const shift = { left: 0, middle: 0.5, right: 1 }[read.oneOf('align', ['left', 'middle', 'right'])];
  if (counted > 0) {
    const size = Math.min(height / motif.down, width / (counted * motif.across));
    return { x: x + (width - counted * motif.across * size) * shift, y, times: counted, scale: { x: size, y: size } };
  }
  const times = Math.max(1, Math.round(width / (motif.across * (height / motif.down))));
  return { x, y, times, scale: { x: width / (times * motif.across), y: height / motif.down } };
}

// A motif names its colours `first`, `second`…: the band says which they are. Line widths are units of the motif.
function motifPaint(read: Attributes, band: { inks: string[]; scale: number; frame: Frame }) {
  const order = ['first', 'second', 'third'];
  const ink = (name: string) => {
    const chosen = band.inks[order.indexOf(read.text(name, 'none'))];
    return chosen === undefined || chosen === 'none' ? null : inkOf(chosen, band.frame);
  };
  return { fill: ink('fill'), stroke: ink('stroke'), strokeWidth: read.number('stroke-width', 0) * band.scale };
}

const modulesOf = (number: string, frame: Frame): string => orBroken(() => barsOf(number.replaceAll(' ', '')), frame);

const pathOf = (d: string, frame: Frame): PathStep[] => orBroken(() => readPath(d), frame);

function orBroken<T>(read: () => T, frame: Frame): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SyntaxError ? broken(frame, error.message) : error;
  }
}
