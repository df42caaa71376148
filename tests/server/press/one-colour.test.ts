import { describe, expect, it } from 'vitest';
import { drawingFor, getTemplate, listTemplates } from '../../../server/labels/templates.ts';
import { boxOf, type Drawing, overlaps, type Shape } from '../../../server/press/drawing.ts';
import { inOneColour } from '../../../server/press/one-colour.ts';

const rect = (x: number, width: number, fill: string): Shape => ({
  kind: 'rect',
  x,
  y: 0,
  width,
  height: 10,
  radius: 0,
  fill,
  stroke: null,
  strokeWidth: 0,
});
const colours = (shapes: Shape[]) =>
  inOneColour({ width: 50, height: 10, shapes }).shapes.map((shape) => ('fill' in shape ? shape.fill : null));

describe('a label in one colour', () => {
  it('keeps the paper white and makes black what is meant to be seen', () => {
    expect(colours([rect(0, 50, '#f6f0e3'), rect(5, 5, '#8e2a1f'), rect(20, 5, '#d9a441')])).toEqual([
      '#ffffff',
      '#000000',
      '#000000',
    ]);
  });

  it('turns gold on indigo into white on black, and leaves indigo beside it dark', () => {
    const indigo = rect(0, 20, '#1f2e63');
    expect(colours([indigo, rect(5, 5, '#d9a441'), rect(5, 5, '#8e2a1f'), rect(30, 5, '#1f2e63')])).toEqual([
      '#000000',
      '#ffffff',
      '#000000',
      '#000000',
    ]);
  });

  it.each(listTemplates().map(({ id }) => id))('of %s still shows every word', (id) => {
    const template = getTemplate(id);
    const wish = { kind: 'mien-dong', units: template.serials !== 'batch', black: true, sample: false };
    const { shapes } = drawingFor(template, { ...template.sample, ocopStars: 5 }, wish);
    for (const [index, shape] of shapes.entries()) {
      if (shape.kind !== 'text') continue;
      const middle = {
        x: shape.box.x + shape.box.width / 2,
        y: shape.box.y + shape.box.height / 2,
        width: 0.01,
        height: 0.01,
      };
      const under = shapes
        .slice(0, index)
        .findLast((one) => one.kind === 'rect' && one.fill !== null && overlaps(one, middle));
      const ground = under?.kind === 'rect' ? under.fill : '#ffffff';
      expect(shape.fill, shape.field).not.toBe(ground);
    }
  });
});

describe('the mark of a demonstration', () => {
  const hiders = ({ shapes, width, height }: Drawing) =>
    shapes.flatMap((shape) => {
      if (shape.kind === 'qr') return [{ x: shape.x, y: shape.y, width: shape.size, height: shape.size }];
      const isPanel = shape.kind === 'rect' && shape.fill !== null && shape.width * shape.height < 0.8 * width * height;
      const box = isPanel ? boxOf(shape) : null;
      return box ? [box] : [];
    });

  it.each(listTemplates().map(({ id }) => id))('stands whole on %s, beside the code and off the dark panels', (id) => {
    const template = getTemplate(id);
    const wish = { kind: 'mien-dong', units: template.serials !== 'batch', black: false, sample: true };
    const drawing = drawingFor(template, template.sample, wish);
    const marks = drawing.shapes.filter((shape) => shape.kind === 'mark');
    expect(marks.length).toBeGreaterThan(1);
    for (const { x, y, fontSize } of marks) {
      // The line that the letters stand on, and the top of the first: all of a turned word lies between them.
      const [right, top] = [x + 2 * fontSize * 0.96, y - 2 * fontSize * 0.28 - fontSize];
      expect(x >= 0 && right <= template.width && top >= -0.5 && y <= template.height).toBe(true);
      const line = { x, y: y - 0.6 * fontSize, width: right - x, height: 0.1 };
      expect(hiders(drawing).some((one) => overlaps(one, line))).toBe(false);
    }
  });
});
