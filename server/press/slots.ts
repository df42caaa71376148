import type { Shape } from './drawing.ts';
import { slot } from './fit.ts';
import { layout, type Weight } from './fonts.ts';

type Text = Extract<Shape, { kind: 'text' }>;

/** Whether a line differs from label to label. */
export const hasSlot = (shape: Text): boolean => shape.segments.some((segment) => segment.text.includes(slot));

/** The line with the serial in its slot, moved to where its alignment puts it. Serials are set without kerning. */
export function filled(shape: Text, serial: string): { x: number; text: string; weight: Weight } {
  const [segment] = shape.segments;
  if (!segment) throw new RangeError('a line has a segment');
  const text = segment.text.replaceAll(slot, serial);
  const free = shape.room - plainWidth(segment.weight, text) * shape.fontSize;
  return { x: segment.x + free * shape.shift, text, weight: segment.weight };
}

/** Width in em without kerning. */
export const plainWidth = (weight: Weight, text: string): number =>
  Array.from(text, (letter) => layout(weight, letter).width).reduce((sum, width) => sum + width, 0);
