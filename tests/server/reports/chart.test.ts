import { describe, expect, it } from 'vitest';
import { type Bar, columnsOf, isDrawn, longestOf, rowsOf } from '../../../server/reports/chart.ts';

const bars: Bar[] = [
  { name: '10/2026', figure: 4, text: '4', isBeside: true },
  { name: '11/2026', figure: 8, text: '8' },
  { name: '12/2026', figure: null, text: null },
  { name: '01/2027', figure: 0, text: '0' },
  { name: '02/2027', figure: 2, text: '2' },
];
const names = bars.map(({ name }) => name.slice(0, 2));

describe('columns', () => {
  const { rects, texts, lines, width, height } = columnsOf(bars, String, names);
  const saidAt = ({ x, width: wide }: { x: number; width: number }) =>
    texts.filter((text) => text.y < 150 && text.x >= x && text.x < x + wide + 3).map(({ text }) => text);

  it('are as high as their figures, and none where there is nought or nothing is known', () => {
    expect(rects).toHaveLength(3);
    const [four, eight, two] = rects.map((rect) => rect.height);
    expect((eight ?? 0) / (four ?? 1)).toBeCloseTo(2, 1);
    expect((four ?? 0) / (two ?? 1)).toBeCloseTo(2, 1);
    expect(rects.map(({ isBeside }) => isBeside)).toEqual([true, false, false]);
  });

  it('say the highest and the last, and of what is not known that it is not', () => {
    expect(rects.map(saidAt)).toEqual([[], ['8'], ['2']]);
    expect(texts.filter(({ text }) => text === '–')).toHaveLength(1);
    expect(texts.filter(({ y }) => y > 160).map(({ text }) => text)).toEqual(names);
  });

  it('stand on an axis of whole figures, inside the drawing', () => {
    expect(lines.length).toBeGreaterThan(1);
    for (const { x, y, width: wide, height: high } of rects) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(width);
      expect(y + high).toBeLessThanOrEqual(height);
    }
    for (const { text } of texts) expect(text).not.toMatch(/[.,]|NaN|undefined/);
  });
});

describe('rows', () => {
  it('are as long as their figures, each under its name and before its figure', () => {
    const { rects, texts, height } = rowsOf(bars);
    expect((rects[1]?.width ?? 0) / (rects[0]?.width ?? 1)).toBeCloseTo(2, 1);
    expect(texts.map(({ text }) => text)).toEqual(bars.flatMap(({ name, text }) => [name, text ?? '–']));
    expect(Math.max(...texts.map(({ y }) => y))).toBeLessThan(height);
  });

  it('are the longest, and the rest together so that all add up', () => {
    const many = Array.from({ length: 30 }, (_, n): Bar => ({ name: `Hộ ${n}`, figure: n, text: String(n) }));
    const shown = longestOf(many, 10, { name: (count) => `${count} hộ khác`, text: String });
    expect(shown).toHaveLength(10);
    expect(shown[0]?.figure).toBe(29);
    expect(shown.at(-1)).toMatchObject({ name: '20 hộ khác', isBeside: true });
    expect(shown.reduce((sum, { figure }) => sum + (figure ?? 0), 0)).toBe((29 * 30) / 2);
    expect(longestOf(bars, 10, { name: String, text: String })).toHaveLength(3);
  });
});

it('nothing is drawn of figures that are nought or unknown', () => {
  expect(isDrawn(bars)).toBe(true);
  expect(isDrawn(bars.filter(({ figure }) => !figure))).toBe(false);
  expect(isDrawn([])).toBe(false);
});
