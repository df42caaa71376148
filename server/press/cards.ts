import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../root.ts';
import { codeBox } from './drawing.ts';
import { settable } from './fonts.ts';
import { drawLabel } from './label-svg.ts';
import { compile, motifs } from './markup.ts';
import { pdfOf } from './pdf.ts';
import { judgeModule, moduleMm, versionFor } from './qr.ts';

/** One card of a sheet: the words of its design, and what its QR carries. */
export interface Card {
  texts: Readonly<Record<string, string>>;
  payload: string;
}

// Three by eight on A4, cut along the lines; the words stay 4.5 mm from each edge, where printers print.
const card = { width: 70, height: 37 };
const stock = {
  page: { width: 210, height: 297 },
  cols: 3,
  rows: 8,
  label: card,
  marginLeft: 0,
  marginTop: 0.5,
  pitchX: 70,
  pitchY: 37,
  cornerRadius: 0,
};
export const cardsOnASheet = stock.cols * stock.rows;

const folder = fromRoot('qr-templates/posters');
const inks = { accent: '#8e2a1f', indigo: '#1f2e63', ink: '#1b2033', soft: '#444859' };

/**
 * Cards of one design on sheets of A4, as a PDF.
 * @throws invalid('label-text-too-long' | 'label-letters-unprintable') naming the text, invalid('label-code-too-small')
 */
export async function cardsPdf(
  cards: readonly Card[],
  { design, title, createdAt }: { design: 'invite'; title: string; createdAt: Date },
): Promise<Buffer> {
  const source = compile(readFileSync(path.join(folder, `${design}.hbs`), 'utf8'));
  const frame = { template: `posters/${design}`, ...card, inks, motifs };
  const version = versionFor(cards.map(({ payload }) => payload));
  const parts = cards.map(({ texts, payload }) => {
    const words = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, settable(text)]));
    const drawing = drawLabel(source(words), frame);
    judgeModule(moduleMm(codeBox(drawing).size, version));
    return { drawing, folder, version, units: [{ serial: '', url: payload }] };
  });
  const calibration = { xMm: 0, yMm: 0, scaleX: 1, scaleY: 1 };
  return pdfOf({ stock, calibration, startAt: 1, parts, footer: '', title, createdAt });
}
