import sharp from 'sharp';
import { formatMoney } from '../format.ts';
import { drawable, layout, outline, type Weight } from '../press/fonts.ts';
import { placed, svgPath } from '../press/path.ts';
import { modulesAcross, quietModules, svgPathOf, symbolOf } from '../press/qr.ts';

/** What stands in and under the code. */
export interface Poster {
  /** The VietQR text. */
  payload: string;
  holder: string;
  bankName: string;
  number: string;
  /** null: the payer types the amount. */
  amountVnd: number | null;
  /** The transfer's content, or null. */
  reference: string | null;
}

/** The widths, in pixels, in which a picture is offered: a phone's screen, a save to the gallery, a print of 10 cm. */
export const pictureWidths = [360, 720, 1200] as const;
export type PictureWidth = (typeof pictureWidths)[number];

const dark = '#1b2033';
const madder = '#8e2a1f';

// Lines under the code; sizes and steps are shares of the picture's width.
const styles = {
  holder: { weight: 700, size: 0.058, step: 0.03, ink: dark },
  bank: { weight: 500, size: 0.045, step: 0.078, ink: dark },
  amount: { weight: 700, size: 0.075, step: 0.098, ink: madder },
  reference: { weight: 600, size: 0.05, step: 0.085, ink: dark },
} as const satisfies Record<string, { weight: Weight; size: number; step: number; ink: string }>;

/**
 * The picture as SVG: code, holder, bank, amount and content. Letters are outlines of the font, so that it looks the same on
 * a phone without that font and on a server without any; one unit is one module of the code.
 */
export function qrSvg(poster: Poster): string {
  const { width, height, body } = draw(poster);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"><title>${escape(titleOf(poster))}</title>${body}</svg>`;
}

/** The code alone, for pages that say the rest in words. */
export function bareSvg({ payload }: Pick<Poster, 'payload'>): string {
  const { width, code } = symbol(payload);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${width}"><rect width="${width}" height="${width}" fill="#fff"/>${code}</svg>`;
}

/** The picture as PNG, at most so many pixels wide: every module is a whole number of pixels. */
export async function qrPng(poster: Poster, most: PictureWidth): Promise<Buffer> {
  const { width, height, body } = draw(poster);
  const pixels = Math.floor(most / width);
  const size = `width="${width * pixels}" height="${height * pixels}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}">${body}</svg>`;
  return await sharp(Buffer.from(svg)).png({ palette: true, colours: 32 }).toBuffer();
}

function draw(poster: Poster): { width: number; height: number; body: string } {
  const { width, code } = symbol(poster.payload);
  let base = width;
  const lines = linesOf(poster).map(([text, { weight, size, step, ink }]) => {
    base += step * width;
    return line({ text, weight, size: size * width, ink, width, base });
  });
  const height = Math.ceil(base + 0.06 * width);
  return { width, height, body: `<rect width="${width}" height="${height}" fill="#fff"/>${code}${lines.join('')}` };
}

function symbol(payload: string): { width: number; code: string } {
  const made = symbolOf(payload);
  const place = `transform="translate(${quietModules} ${quietModules})" shape-rendering="crispEdges"`;
  return { width: modulesAcross(made.version), code: `<path ${place} fill="#000" d="${svgPathOf(made)}"/>` };
}

function linesOf({ holder, bankName, number, amountVnd, reference }: Poster) {
  const lines: [string, (typeof styles)[keyof typeof styles]][] = [
    [holder, styles.holder],
    [`${bankName} · ${number}`, styles.bank],
  ];
  if (amountVnd !== null) lines.push([formatMoney(amountVnd), styles.amount]);
  if (reference !== null) lines.push([reference, styles.reference]);
  return lines;
}

interface Line {
  text: string;
  weight: Weight;
  size: number;
  ink: string;
  width: number;
  base: number;
}

// A long name becomes smaller rather than wider than the picture.
function line({ text, weight, size, ink, width, base }: Line): string {
  const { glyphs, width: ems } = layout(weight, drawable(text));
  const em = Math.min(size, (0.92 * width) / ems);
  const start = (width - ems * em) / 2;
  const steps = glyphs.flatMap(({ id, x }) => placed(outline(weight, id), start + x * em, base, { x: em, y: -em }));
  return `<path fill="${ink}" d="${svgPath(steps)}"/>`;
}

const titleOf = ({ holder, bankName, number, amountVnd }: Poster): string =>
  [`VietQR: ${holder}, ${bankName} ${number}`, ...(amountVnd === null ? [] : [formatMoney(amountVnd)])].join(', ');

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
