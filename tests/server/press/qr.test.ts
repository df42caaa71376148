import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barsOf,
  judgeModule,
  moduleMm,
  modulesAcross,
  svgPathOf,
  symbolOf,
  versionFor,
} from '../../../server/press/qr.ts';

const host = 'https://TRUYXUAT.BINHLU.LAICHAU.VN';

describe('a symbol', () => {
  it('refuses modules that cameras cannot tell apart, and warns of small ones', () => {
    expect(() => judgeModule(0.329)).toThrow('label-code-too-small');
    expect(judgeModule(0.33)).toBe('small');
    expect(judgeModule(0.4)).toBe('fine');
  });

  it('takes the smallest version, because the address is in capitals behind its scheme', () => {
    expect(symbolOf(`${host}/T/BNHTVDK9/0001QZPJ`).version).toBe(3);
    expect(symbolOf(`${host}/T/BNHTVDK9/0001QZPJ`.toLowerCase()).version).toBe(4);
    expect(modulesAcross(3)).toBe(37);
    expect(moduleMm(20, 3)).toBeCloseTo(0.54, 2);
  });

  it('has one version for all labels of a run', () => {
    const urls = Array.from({ length: 50 }, (_, index) => `${host}/T/BNHTVDK9/${String(index).padStart(8, '0')}`);
    const version = versionFor([...urls, `${host}/T/BNHTVDK9/ZZZZZZZZ`]);
    for (const url of urls) expect(symbolOf(url, version).size).toBe(17 + 4 * version);
  });

  it('is drawn whole by its bars', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z/]{8,40}$/), (text) => {
        const symbol = symbolOf(text);
        const drawn = new Uint8Array(symbol.modules.length);
        for (const { x, y, length } of barsOf(symbol)) drawn.fill(1, y * symbol.size + x, y * symbol.size + x + length);
        expect(drawn).toEqual(Uint8Array.from(symbol.modules));
        expect(svgPathOf(symbol)).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
      }),
      { numRuns: 20 },
    );
  });
});
