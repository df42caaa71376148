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
