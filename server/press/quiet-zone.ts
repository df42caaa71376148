import { type Box, boxOf, type Drawing, overlaps, type Shape } from './drawing.ts';
import { broken, type Frame } from './label-frame.ts';

/**
 * Holds a drawing to what makes its symbols readable (ISO/IEC 18004, 9.1): one QR box, on the label, with no text in it and nothing
 * drawn over its white ground; and so for bars, where there are some.
 * @throws invalid('label-template-broken')
 */
export function requireQuiet(drawing: Drawing, frame: Frame): void {
  const place = drawing.shapes.findIndex((shape) => shape.kind === 'qr');
  const code = drawing.shapes[place];
  if (code?.kind !== 'qr' || drawing.shapes.filter((shape) => shape.kind === 'qr').length > 1) {
    throw broken(frame, 'there is exactly one <qr>');
  }
  const box = { x: code.x, y: code.y, width: code.size, height: code.size };
  requireFree(drawing, { box, place, name: 'QR' }, frame);
  for (const [at, shape] of drawing.shapes.entries())
    if (shape.kind === 'bars') requireFree(drawing, { box: shape, place: at, name: 'bars’' }, frame);
}

function requireFree(
  { shapes }: Drawing,
  { box, place, name }: { box: Box; place: number; name: string },
  frame: Frame,
) {
  if (!within(box, frame)) throw broken(frame, `the ${name} box leaves the label`);
  const guest = shapes.find((shape, index) => (index > place || shape.kind === 'text') && touches(shape, box));
  if (guest) throw broken(frame, `${guest.kind === 'text' ? guest.field : guest.kind} reaches into the quiet zone`);
}

const within = (box: Box, frame: Frame): boolean =>
  box.x >= 0 && box.y >= 0 && box.x + box.width <= frame.width && box.y + box.height <= frame.height;

function touches(shape: Shape, box: Box): boolean {
  const own = boxOf(shape);
  return own !== null && overlaps(own, box);
}
