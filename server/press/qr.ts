import { create } from 'qrcode';
import { invalid } from '../errors.ts';

/** One QR symbol: `modules[row * size + column]` is 1 where it is dark. */
export interface Symbol {
  version: number;
  /** Modules on one side, without the quiet zone. */
  size: number;
  modules: Uint8Array;
}

/** ISO/IEC 18004, 9.1: a symbol keeps four empty modules on every side. */
export const quietModules = 4;

/** Below this many millimetres a module is refused, below the second it is warned of (domain.md, section 7). */
export const moduleLimits = { refuseMm: 0.33, warnMm: 0.4 } as const;

/**
 * The symbol of a text at error level M, in the smallest version that holds it or in the given one. Segments are mixed: what
 * stands in capitals and digits costs 5½ bits a character, the rest eight.
 */
export function symbolOf(text: string, version?: number): Symbol {
  const made = create(text, { errorCorrectionLevel: 'M', ...(version === undefined ? {} : { version }) });
  return { version: made.version, size: made.modules.size, modules: made.modules.data };
}

/** The smallest version that holds each of the texts: labels of one run look alike. */
export function versionFor(texts: readonly string[]): number {
  return longestFirst(texts).reduce((version, text) => Math.max(version, symbolOf(text).version), 1);
}

// Digits are the cheapest characters, so among texts of one length those with the fewest digits need the most room.
function longestFirst(texts: readonly string[]): string[] {
  const cost = (text: string) => text.replaceAll(/\d/g, '').length + text.length * 1000;
  return [...texts].sort((a, b) => cost(b) - cost(a)).slice(0, 8);
}

/** Modules on one side of a version, quiet zone included. */
export const modulesAcross = (version: number): number => 17 + 4 * version + 2 * quietModules;

/** Millimetres of one module when the symbol and its quiet zone fill a box. */
export const moduleMm = (boxMm: number, version: number): number => boxMm / modulesAcross(version);

/**
 * Says whether a printed module is large enough to be scanned.
 * @throws invalid('label-code-too-small') under 0.33 mm.
 */
export function judgeModule(mm: number): 'fine' | 'small' {
  if (mm < moduleLimits.refuseMm) throw invalid('label-code-too-small', { mm: mm.toFixed(2), least: '0.33' });
  return mm < moduleLimits.warnMm ? 'small' : 'fine';
}

/** A run of dark modules in a row. */
export interface Bar {
  x: number;
  y: number;
  length: number;
}

/** The dark modules as horizontal bars: every output draws a symbol from these. */
export function barsOf(symbol: Symbol): Bar[] {
  const { size, modules } = symbol;
  const bars: Bar[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const start = x;
      while (x < size && modules[y * size + x] === 1) x += 1;
      if (x > start) bars.push({ x: start, y, length: x - start });
    }
  }
  return bars;
}

/** The symbol as the `d` of one SVG path, in modules; its upper left corner stands so many modules in. */
export const svgPathOf = (symbol: Symbol, inset = 0): string =>
  barsOf(symbol)
    .map(({ x, y, length }) => `M${x + inset} ${y + inset}h${length}v1h-${length}z`)
    .join('');

/** A text as a QR for a view that draws it: the modules on one side with the quiet zone, and the `d` of its dark ones. */
export function viewOf(text: string): { size: number; path: string } {
  const symbol = symbolOf(text);
  return { size: modulesAcross(symbol.version), path: svgPathOf(symbol, quietModules) };
}

/** The symbol as operators of one PDF path, in modules. */
export const pdfPathOf = (symbol: Symbol): string =>
  `${barsOf(symbol)
    .map(({ x, y, length }) => `${x} ${y} ${length} 1 re`)
    .join('\n')}\nf`;
