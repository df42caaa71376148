import type { PathStep, Weight } from './fonts.ts';

/** A colour as `#rrggbb`. */
export type Ink = string;

export interface Paint {
  fill: Ink | null;
  stroke: Ink | null;
  /** Millimetres. */
  strokeWidth: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Bars in a box; turned, they lie one above the other and are read from below. */
export interface Bars extends Box {
  /** `1` where it is dark, without the quiet zones. */
  modules: string;
  turned: boolean;
}

/** Words of one weight on a line; `x` is where they start. */
export interface Segment {
  x: number;
  text: string;
  weight: Weight;
}

export type Shape =
  | ({ kind: 'rect'; radius: number } & Box & Paint)
  | ({ kind: 'path'; steps: PathStep[] } & Paint)
  /** `href` names a PNG or JPEG file in the template's folder. */
  | ({ kind: 'image'; href: string } & Box)
  /** One line of words on the base line `y`. `shift` moves a line that holds a serial: 0, ½ or 1 of what it leaves free. */
  | {
      kind: 'text';
      field: string;
      y: number;
      fontSize: number;
      fill: Ink;
      segments: Segment[];
      /** Where the template lets it stand, whatever the words. */
      box: Box;
      room: number;
      shift: number;
    }
  /** Large letters under everything else, tinted or outlined; `angle` in degrees, upwards. */
  | ({ kind: 'mark'; text: string; x: number; y: number; fontSize: number; angle: number } & Paint)
  /** Bars for tills, on white with their quiet zones. */
  | ({ kind: 'bars' } & Bars)
  /** A square with the symbol and its quiet zone. */
  | { kind: 'qr'; x: number; y: number; size: number };

/** What one label looks like, in millimetres from its upper left corner: every output draws from this list. */
export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
}

/** The QR box of a drawing. */
export function codeBox(drawing: Drawing): { x: number; y: number; size: number } {
  const box = drawing.shapes.find((shape) => shape.kind === 'qr');
  if (!box) throw new RangeError('a drawing has a QR box');
  return box;
}

/** Whether two boxes share more than an edge. */
export const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 0.001 &&
  b.x < a.x + a.width - 0.001 &&
  a.y < b.y + b.height - 0.001 &&
  b.y < a.y + a.height - 0.001;

/**
 * What a shape covers; null for the QR, which has a box of its own, and for marks, which lie under everything. A text covers its
 * whole box whatever its words, so that a template shows its mistake at once and not with the first long name.
 */
export function boxOf(shape: Shape): Box | null {
  if (shape.kind === 'qr' || shape.kind === 'mark') return null;
  if (shape.kind === 'text') return shape.box;
  if (shape.kind !== 'path') return shape;
  const xs = shape.steps.flatMap(({ at }) => at.filter((_, index) => index % 2 === 0));
  const ys = shape.steps.flatMap(({ at }) => at.filter((_, index) => index % 2 === 1));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
