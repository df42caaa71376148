import { describe, expect, it } from 'vitest';
import { drawingFor, type LabelData, listTemplates, type Template } from '../../../server/labels/templates.ts';

// Of all texts only those that this template prints, and in the places where it prints them.
const printed = (template: Template) =>
  Object.entries(template.sample).flatMap(([field, text]) =>
    typeof text === 'string' && text !== '' && template.fields.some((one) => one === field)
      ? [field as keyof LabelData]
      : [],
  );
const cases = listTemplates().flatMap((template) =>
  printed(template).map((field) => [template.id, field, template] as const),
);

describe('letters that the fonts lack', () => {
  it.each(cases)('are refused and named on %s in %s', (_id, field, template) => {
    const data = { ...template.sample, [field]: `${template.sample[field]}米` };
    const wish = { kind: '', units: template.serials !== 'batch', black: false, sample: false };
    expect(() => drawingFor(template, data, wish)).toThrow(
      expect.objectContaining({ code: 'label-letters-unprintable', facts: expect.objectContaining({ letters: '米' }) }),
    );
  });
});
