import { describe, expect, it } from 'vitest';
import { goods } from '../../seed/goods.ts';
import { cooperatives, households } from '../../seed/people.ts';
import { drawingFor, listTemplates, requireRoom, type Template } from '../../server/labels/templates.ts';
import { leastFontSizeMm } from '../../server/press/fit.ts';
import { eighty, eightyOfMaker, plain, small } from './names.ts';

// Every template with short, usual and long names of goods and makers, in the legal size, with and without stars.

const sellers = [...cooperatives, ...households].map(({ seller }) => seller.name);
const products = ['Gạo', 'Mật ong hoa rừng già', eighty];
const makers = ['Páo', 'Hộ Lò Thị Mai Phương', eightyOfMaker];
const pairs = [
  ...products.flatMap((product) => makers.map((producer) => ({ product, producer }))),
  ...goods.flatMap(({ product }) => sellers.map((producer) => ({ product: product.name, producer }))),
];
const cases = listTemplates().flatMap((template) =>
  [null, 5].map((ocopStars) => ({ id: template.id, ocopStars, template })),
);

/** The pairs that a template refuses. */
const refusedBy = (template: Template, ocopStars: number | null) =>
  pairs.filter(({ product, producer }) => {
    const data = { ...template.sample, product, producer, ocopStars, lot: 'WMQHXMWN', producedOn: '24/04/2044' };
    const told = () => requireRoom(template, data, plain(template));
    try {
      const { shapes } = drawingFor(template, data, plain(template));
      const sizes = shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.fontSize] : []));
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(leastFontSizeMm - 1e-6);
      expect(wordsOf(shapes)).toEqual(expect.arrayContaining([...product.split(' '), ...producer.split(' ')]));
      expect(told).not.toThrow();
      return false;
    } catch (error) {
      expect(error).toMatchObject({ code: 'label-text-too-long', facts: { template: template.id } });
      expect(told).toThrow(error);
      return true;
    }
  });

const wordsOf = (shapes: ReturnType<typeof drawingFor>['shapes']) =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? shape.segments.flatMap(({ text }) => text.split(' ')) : []));

describe('names on labels', () => {
  it.each(cases)(
    '$id with $ocopStars stars holds them whole, wherever there is room',
    ({ id, template, ocopStars }) => {
      const tooLong = small.includes(id)
        ? pairs.filter(({ product, producer }) => product.length + producer.length > 83)
        : [];
      expect(refusedBy(template, ocopStars)).toEqual(tooLong);
    },
  );

  it('never tightens a label whose names fit as they are designed', () => {
    for (const template of listTemplates().filter(({ tightens }) => tightens)) {
      const designed = { ...template, tightens: false };
      const data = { ...template.sample, product: 'Gạo', producer: 'Páo' };
      expect(drawingFor(template, data, plain(template))).toEqual(drawingFor(designed, data, plain(template)));
    }
  });
});
