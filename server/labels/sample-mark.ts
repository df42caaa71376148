import type { Drawing, Shape } from './drawing.ts';
import { layout } from './fonts.ts';

const text = 'MẪU';
const weight = 700;
const angle = 16;

/**
 * The drawing with "MẪU" again and again across the whole label, under everything else: the QR keeps its white box and the words
 * stay legible, yet nobody takes the label for a real one. In one colour the letters are outlines, for want of a tint.
 */
export function markSample(drawing: Drawing, black: boolean): Drawing {
  const grounds = drawing.shapes.filter((shape) => isGround(shape, drawing));
  const rest = drawing.shapes.filter((shape) => !grounds.includes(shape));
  return { ...drawing, shapes: [...grounds, ...marks(drawing, black), ...rest] };
}

const isGround = (shape: Shape, drawing: Drawing): boolean =>
  shape.kind === 'rect' && shape.fill !== null && shape.width * shape.height > 0.8 * drawing.width * drawing.height;

function marks(drawing: Drawing, black: boolean): Shape[] {
  const fontSize = Math.min(11, Math.max(5, drawing.height * 0.3));
  const width = layout(weight, text).width * fontSize;
  const across = Math.max(1, Math.floor(drawing.width / (width * 1.25)));
  const down = Math.max(1, Math.floor(drawing.height / (fontSize * 1.5)));
  const paint = black
    ? { fill: null, stroke: '#000000', strokeWidth: 0.13 }
    : { fill: '#f7d9dc', stroke: null, strokeWidth: 0 };
  return Array.from({ length: across * down }, (_, index) => {
    const x = (((index % across) + 0.5) * drawing.width) / across;
    const y = ((Math.floor(index / across) + 0.5) * drawing.height) / down;
    return { kind: 'mark', text, ...start({ x, y }, width / 2, fontSize), fontSize, angle, ...paint };
  });
}

/** Where the base line begins so that the letters stand around a point, turned upwards by the angle. */
function start(middle: { x: number; y: number }, half: number, fontSize: number): { x: number; y: number } {
  const radians = (angle * Math.PI) / 180;
  const rise = 0.42 * fontSize;
  return {
    x: middle.x - half * Math.cos(radians) + rise * Math.sin(radians),
    y: middle.y + half * Math.sin(radians) + rise * Math.cos(radians),
  };
}
