import { formatNumber } from '../format.ts';
import type { Language } from '../language.ts';
import { short } from './path.ts';
import { cellOf } from './sheet.ts';
import { perPage, type StockShape } from './stock.ts';

// Colours as attributes: the policy of our pages lets no style in.
const dark = '#1b2033';
const madder = '#8e2a1f';

interface Line {
  from: number;
  to: number;
  /** Where the line stands on the other axis. */
  at: number;
  text: string;
}

/**
 * The page with its labels, and every measure with its millimetres: page, margins, one label, and the step from one label to the
 * next. Whoever measured sees at once what was written wrong.
 */
export function stockSvg(stock: StockShape, language: Language): string {
  const { page } = stock;
  const letter = Math.max(page.width, page.height) / 26;
  const edge = letter * 6.6;
  const box = [-edge, -edge, page.width + edge + letter, page.height + edge + letter].map(short).join(' ');
  const mm = (value: number) => formatNumber(Math.round(value * 100) / 100, language);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" font-family="sans-serif" font-size="${short(letter)}" fill="${madder}">`,
    `<rect width="${short(page.width)}" height="${short(page.height)}" fill="#ffffff" stroke="${dark}" stroke-width="${short(letter / 12)}"/>`,
    `<g fill="#f1ece0" stroke="${dark}" stroke-width="${short(letter / 16)}">${labels(stock)}</g>`,
    `<g stroke-width="${short(letter / 12)}">${across(stock, mm, letter)}${down(stock, mm, letter)}</g>`,
    '</svg>',
  ].join('');
}

const labels = (stock: StockShape): string =>
  Array.from({ length: perPage(stock) }, (_, index) => cellOf(stock, index, 1))
    .map(
      ({ x, y }) =>
        `<rect x="${short(x)}" y="${short(y)}" width="${short(stock.label.width)}" height="${short(stock.label.height)}" rx="${short(stock.cornerRadius)}"/>`,
    )
    .join('');

/** The measures along the upper edge: the page on the outermost line, then step, label and margin. */
function across({ page, marginLeft, label, pitchX, cols }: StockShape, mm: (value: number) => string, letter: number) {
  const lines: Line[] = [
    { from: 0, to: page.width, at: -letter * 5.2, text: mm(page.width) },
    ...(cols > 1 ? [{ from: marginLeft, to: marginLeft + pitchX, at: -letter * 3.8, text: mm(pitchX) }] : []),
    ...(marginLeft > 0 ? [{ from: 0, to: marginLeft, at: -letter, text: mm(marginLeft) }] : []),
    { from: marginLeft, to: marginLeft + label.width, at: -letter * 2.4, text: mm(label.width) },
  ];
  return lines.map((line) => horizontal(line, letter)).join('');
}

/** The same down the left edge, turned. */
function down({ page, marginTop, label, pitchY, rows }: StockShape, mm: (value: number) => string, letter: number) {
  const lines: Line[] = [
    { from: 0, to: page.height, at: -letter * 5.2, text: mm(page.height) },
    ...(rows > 1 ? [{ from: marginTop, to: marginTop + pitchY, at: -letter * 3.8, text: mm(pitchY) }] : []),
    ...(marginTop > 0 ? [{ from: 0, to: marginTop, at: -letter, text: mm(marginTop) }] : []),
    { from: marginTop, to: marginTop + label.height, at: -letter * 2.4, text: mm(label.height) },
  ];
  // Turned a quarter to the left, what was x runs down the page and what was y lies across it.
  return lines.map((line) => `<g transform="matrix(0 1 1 0 0 0)">${horizontal(line, letter, true)}</g>`).join('');
}

function horizontal({ from, to, at, text }: Line, letter: number, isMirrored = false): string {
  const tick = letter / 3;
  const path = `M${short(from)} ${short(at)}H${short(to)}M${short(from)} ${short(at - tick)}v${short(2 * tick)}M${short(to)} ${short(at - tick)}v${short(2 * tick)}`;
  const [x, y] = [(from + to) / 2, at - letter * 0.35];
  // The turn mirrors; letters are turned back so that they read from below.
  const place = isMirrored
    ? `transform="translate(${short(x)} ${short(y)}) scale(-1 1)"`
    : `x="${short(x)}" y="${short(y)}"`;
  return `<path d="${path}" stroke="${madder}"/><text ${place} text-anchor="middle">${text}</text>`;
}
