import { describe, expect, it } from 'vitest';
import { boxOf } from '../../../server/press/drawing.ts';
import { fit, leastFontSizeMm } from '../../../server/press/fit.ts';
import { layout, settable, undrawable } from '../../../server/press/fonts.ts';
import type { Frame } from '../../../server/press/label-frame.ts';
import { drawLabel } from '../../../server/press/label-svg.ts';
import { readPath, svgPath } from '../../../server/press/path.ts';
import { readElements } from '../../../server/press/svg-subset.ts';

const frame: Frame = {
  template: 'test',
  width: 50,
  height: 30,
  inks: { accent: '#8e2a1f' },
  motifs: new Map([['star', readElements('<svg viewBox="0 0 10 10"><path d="M0 0H10V10H0Z" fill="first"/></svg>')]]),
};
const label = (content: string) =>
  drawLabel(`<svg viewBox="0 0 50 30">${content}<qr x="29" y="5" size="20"/></svg>`, frame);
const text = (words: string, more = '') =>
  `<text name="product" x="1" y="1" width="25" height="8" font-size="4"${more}>${words}</text>`;
const reason = (source: string): string => {
  try {
    label(source);
    return 'nothing';
  } catch (error) {
    const { code, facts } = error as { code: string; facts: Record<string, string> };
    return `${code}: ${facts.reason ?? facts.field}`;
  }
};

describe('the markup of a label', () => {
  it('is refused where it is not known, with what is wrong', () => {
    expect(reason('<circle r="3"/>')).toBe('label-template-broken: <circle> is not known');
    expect(reason('<rect x="0" y="0" width="1" height="1" onclick="x"/>')).toContain('<rect> has no onclick');
    expect(reason('<image x="0" y="0" width="1" height="1" href="../../etc/passwd"/>')).toContain(
      'is not a picture of this folder',
    );
    expect(reason('<path d="M0 0A1 1 0 0 0 1 1"/>')).toContain('M L H V Q C Z only');
    expect(reason('<rect x="0" y="0" width="wide" height="1"/>')).toContain('width of <rect> is not a number');
    expect(reason('<g>')).toContain('label-template-broken');
    expect(() => drawLabel('<svg viewBox="0 0 9 9"><qr x="1" y="1" size="5"/></svg>', frame)).toThrow(
      'label-template-broken',
    );
  });

  it('may not print into the quiet zone of the code, nor twice a code', () => {
    expect(
      reason('<text name="lot" x="20" y="10" width="20" height="4" font-size="3">LOT-DEMO-2026-11</text>'),
    ).toContain('lot reaches into the quiet zone');
    const over = '<svg viewBox="0 0 50 30"><qr x="29" y="5" size="20"/><rect x="30" y="6" width="2" height="2"/></svg>';
    expect(() => drawLabel(over, frame)).toThrow('label-template-broken');
    expect(reason('<qr x="1" y="1" size="20"/>')).toContain('exactly one <qr>');
  });

  it('reads nothing but elements, attributes and the five entities', () => {
    expect(() => readElements('<!DOCTYPE svg [<!ENTITY x "y">]><svg/>')).toThrow(SyntaxError);
    expect(() => readElements('<svg><text></svg>')).toThrow(SyntaxError);
    expect(readElements('<svg a="&quot;&#x1EBF;&amp;"/>').attributes.a).toBe('"ế&');
  });

  it('repeats a motif along a band, or in a row of so many', () => {
    const path = (content: string) => label(content).shapes.find((shape) => shape.kind === 'path');
    const reach = (content: string) => {
      const shape = path(content);
      const box = shape && boxOf(shape);
      return box && [box.x, box.y, box.width, box.height];
    };
    const band = '<band motif="star" x="2" y="1" width="24" height="3" inks="accent"';
    expect(reach(`${band}/>`)).toEqual([2, 1, 24, 3]);
    expect(reach(`${band} times="4"/>`)).toEqual([2, 1, 12, 3]);
    expect(reach(`${band} times="4" align="middle"/>`)).toEqual([8, 1, 12, 3]);
    expect(reach(`${band} times="12" align="right"/>`)).toEqual([2, 1, 24, 2]);
    expect(reason('<band motif="nothing" x="0" y="0" width="9" height="1" inks="accent"/>')).toContain(
      'no motif nothing',
    );
  });
});

describe('text on a label', () => {
  const line = (content: string) => label(content).shapes.filter((shape) => shape.kind === 'text');

  it('shrinks, then wraps, then is refused by its name; it never overruns', () => {
    expect(line(text('Miến dong'))[0]).toMatchObject({ fontSize: 4 });
    const [shrunk] = line(text('Miến dong Bình Lư'));
    expect(shrunk?.fontSize).toBeLessThan(4);
    expect(line(text('Miến dong rong Bình Lư phơi nắng ba ngày', ' lines="2"'))).toHaveLength(2);
    expect(reason(text('Miến dong '.repeat(12), ' lines="2"'))).toBe('label-text-too-long: product');
    expect(reason(text('M'.repeat(80), ' lines="9"'))).toBe('label-text-too-long: product');
  });

  it.each([
    ['𝗠𝗶𝗲̂́𝗻 𝗱𝗼𝗻𝗴', 'Miến dong'],
    ['Ｍｉến', 'Miến'],
    ['Miê\u0301n\u200b', 'Miến'],
    ['Gạo\nSéng Cù', 'Gạo Séng Cù'],
  ])('sets %j as the plain letters it means: %j', (typed, plain) => expect(settable(typed)).toBe(plain));

  it.each([
    ['Miến ꪎꪱꪀ dong', 'ꪎ ꪱ ꪀ'],
    ['Gạo ŏ̂ng', 'ŏ̂'],
    ['Gạo 🌾 mới 🌾', '🌾'],
    ['Gạo 米', '米'],
  ])('never loses letters without a word: %j is refused for %j', (typed, letters) => {
    expect(() => label(text(settable(typed)))).toThrow('label-letters-unprintable');
    expect(undrawable(settable(typed)).join(' ')).toBe(letters);
    expect(reason(text(settable(typed)))).toBe('label-letters-unprintable: product');
  });

  it('is never smaller than the law allows', () => {
    expect(leastFontSizeMm * 0.53).toBeCloseTo(0.9, 3);
    expect(reason(text('Gạo', ' least-size="1.5"'))).toContain('least-size is at least 1.70');
  });

  it('stays in its box whatever the words are', () => {
    const box = {
      width: 20,
      height: 6,
      fontSize: 4,
      leastSize: leastFontSizeMm,
      lines: 3,
      leading: 1.25,
      balance: false,
    };
    for (const words of ['Gạo', 'Miến dong Bình Lư', 'Khăn thổ cẩm dệt tay của bà con Thái', 'ẨM ẪU Ỷ ợ g']) {
      const fitted = fit(
        words.split(' ').map((word) => ({ text: word, weight: 700 as const })),
        box,
      );
      if (!fitted) continue;
      const height = ((fitted.lines.length - 1) * box.leading + fitted.top - fitted.bottom) * fitted.fontSize;
      expect(height).toBeLessThanOrEqual(box.height + 1e-6);
      for (const one of fitted.lines) {
        const width = layout(700, one.map(({ text }) => text).join(' ')).width * fitted.fontSize;
        expect(width).toBeLessThanOrEqual(box.width + 0.05);
      }
    }
  });

  it('measures each word as often for nine lines, however long the search for a width, as for one', () => {
    const lookedAt = (lines: number) => {
      let count = 0;
      const words = 'Khăn thổ cẩm dệt tay của bà con Thái ở bản Thẳm'.split(' ').map((text) => ({
        get text() {
          count += 1;
          return text;
        },
        weight: 700 as const,
      }));
      fit(words, { width: 20, height: 20, fontSize: 4, leastSize: 1, lines, leading: 1.25, balance: lines > 1 });
      return count;
    };
    expect(lookedAt(9)).toBe(lookedAt(1));
  });

  it('keeps a bold word in its line', () => {
    const [shape] = line(text('Lô <b>MD-11</b>'));
    expect(shape?.segments.map((segment) => [segment.text, segment.weight])).toEqual([
      ['Lô', 400],
      ['MD-11', 600],
    ]);
  });
});

describe('a path', () => {
  it('is read in absolute and relative steps', () => {
    expect(svgPath(readPath('m1 1h2v2l-2 0zM5 5Q6 6 7 5c1 0 1 1 2 1'))).toBe(
      'M1 1L3 1L3 3L1 3ZM5 5Q6 6 7 5C8 5 8 6 9 6',
    );
  });
});
