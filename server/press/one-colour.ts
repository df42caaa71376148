import { type Box, boxOf, type Drawing, type Ink, type Shape } from './drawing.ts';

const white = '#ffffff';
const black = '#000000';

/**
 * The drawing for a printer without colours. On the paper what is light becomes white and all else black; on a dark ground what
 * is clearly lighter than the ground becomes white, so that gold words on indigo stay words.
 */
export function inOneColour(drawing: Drawing): Drawing {
  const grounds: { box: Box; ink: Ink }[] = [];
  const shapes = drawing.shapes.map((shape) => {
    const box = boxOf(shape);
    const ground = box === null ? white : (grounds.findLast((one) => holdsMiddle(one.box, box))?.ink ?? white);
    if (shape.kind === 'rect' && shape.fill !== null) grounds.push({ box: shape, ink: shape.fill });
    return repainted(shape, (ink) => blackOrWhite(ink, ground));
  });
  return { ...drawing, shapes };
}

function holdsMiddle(ground: Box, { x, y, width, height }: Box): boolean {
  const [across, down] = [x + width / 2 - ground.x, y + height / 2 - ground.y];
  return across >= 0 && across <= ground.width && down >= 0 && down <= ground.height;
}

function repainted(shape: Shape, change: (ink: Ink) => Ink): Shape {
  if (shape.kind === 'text') return { ...shape, fill: change(shape.fill) };
  if (shape.kind === 'qr' || shape.kind === 'bars' || shape.kind === 'image') return shape;
  const { fill, stroke } = shape;
  return { ...shape, fill: fill && change(fill), stroke: stroke && change(stroke) };
}

function blackOrWhite(ink: Ink, ground: Ink): Ink {
  const [own, under] = [luminance(ink), luminance(ground)];
  if (under > 0.7) return own > 0.7 ? white : black;
  return own - under > 0.2 ? white : black;
}

// Relative luminance, near enough to tell a tint of the paper from something that is meant to be read.
function luminance(ink: Ink): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16) / 255);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
