import { type Box, boxOf, type Drawing, overlaps, type Shape } from './drawing.ts';
import { layout } from './fonts.ts';

const text = 'MẪU';
const weight = 700;
const angle = 16;
const turn = (angle * Math.PI) / 180;
// From the base line to the top of Ẫ, in em.
const heightEm = 1.02;
// Of the font sizes in millimetres the largest at which the word stands on the label twice.
const sizes = [11, 9, 7.5, 6, 5, 4.2, 3.6, 3];

/**
 * The drawing with "MẪU" again and again, whole, wherever the ground is light: the QR keeps its white box and the words stay
 * legible, yet nobody takes the label for a real one. In one colour the letters are outlines, for want of a tint.
 */
export function markSample(drawing: Drawing, black: boolean): Drawing {
  const grounds = drawing.shapes.filter((shape) => isGround(shape, drawing));
  const rest = drawing.shapes.filter((shape) => !grounds.includes(shape));
  const paint = black
    ? { fill: null, stroke: '#000000', strokeWidth: 0.1 }
    : { fill: '#f7d9dc', stroke: null, strokeWidth: 0 };
  const marks = placesOn(drawing, rest.flatMap(obstacleOf)).map(
    (place): Shape => ({ kind: 'mark', text, angle, ...place, ...paint }),
  );
  return { ...drawing, shapes: [...grounds, ...marks, ...rest] };
}

const isGround = (shape: Shape, drawing: Drawing): boolean =>
  shape.kind === 'rect' && shape.fill !== null && shape.width * shape.height > 0.8 * drawing.width * drawing.height;

/** What would hide a mark: the symbols' white boxes, and panels of colour. */
function obstacleOf(shape: Shape): Box[] {
  if (shape.kind === 'qr') return [{ x: shape.x, y: shape.y, width: shape.size, height: shape.size }];
  const isPanel = shape.kind === 'bars' || (shape.kind === 'rect' && shape.fill !== null);
  const box = isPanel ? boxOf(shape) : null;
  return box ? [box] : [];
}

interface Place {
  x: number;
  y: number;
  fontSize: number;
}

function placesOn(drawing: Drawing, obstacles: readonly Box[]): Place[] {
  let found: Place[] = [];
  for (const fontSize of sizes) {
    found = placesOfSize(drawing, obstacles, fontSize);
    if (found.length > 1) break;
  }
  return found;
}

/** Row by row, each word as far left as it finds room. */
function placesOfSize({ width, height }: Drawing, obstacles: readonly Box[], fontSize: number): Place[] {
  const long = layout(weight, text).width * fontSize;
  const tall = heightEm * fontSize;
  const box = {
    width: long * Math.cos(turn) + tall * Math.sin(turn),
    height: long * Math.sin(turn) + tall * Math.cos(turn),
  };
  const step = fontSize / 4;
  const taken: Box[] = [];
  for (let y = 0; y + box.height <= height; y += step) {
    for (let x = step; x + box.width <= width; x += step) {
      const here = { x, y, ...box };
      const room = { x: x - 2 * step, y: y - step, width: box.width + 4 * step, height: box.height + 2 * step };
      if (!obstacles.some((one) => overlaps(one, here)) && !taken.some((one) => overlaps(one, room))) taken.push(here);
    }
  }
  // The base line begins at the foot of the turned box, as far in as its top leans.
  return taken.map(({ x, y }) => ({ x: x + tall * Math.sin(turn), y: y + box.height, fontSize }));
}
