import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../root.ts';
import { codeBox } from './drawing.ts';
import { settable } from './fonts.ts';
import { drawLabel } from './label-svg.ts';
import { compile, motifs } from './markup.ts';
import { pdfOf } from './pdf.ts';
import { judgeModule, moduleMm, versionFor } from './qr.ts';
import { markSample } from './sample-mark.ts';

/** The sizes in which posters and counter cards are printed, in millimetres. */
const formats = {
  a4: { width: 210, height: 297 },
  a5: { width: 148, height: 210 },
  a6: { width: 105, height: 148 },
} as const;
export type PosterFormat = keyof typeof formats;

export interface Poster {
  /** A file of qr-templates/posters. */
  design: 'account' | 'household';
  format: PosterFormat;
  /** The words that the design asks for. */
  texts: Readonly<Record<string, string>>;
  /** What the QR carries, exactly. */
  payload: string;
  title: string;
  /** Demonstration data: "MẪU" across it. */
  sample: boolean;
  createdAt: Date;
}

// Designs are drawn for A4; the smaller sheets have its shape to a third of a per cent.
const drawn = formats.a4;
const folder = fromRoot('qr-templates/posters');
const inks = { accent: '#8e2a1f', indigo: '#1f2e63', gold: '#d9a441', ink: '#1b2033', soft: '#444859' };

/**
 * A poster or counter card of one page as a PDF, from the same drawing machinery as labels.
 * @throws invalid('label-text-too-long' | 'label-letters-unprintable') naming the text, invalid('label-code-too-small')
 */
export async function posterPdf({ design, format, texts, payload, ...poster }: Poster): Promise<Buffer> {
  const source = compile(readFileSync(path.join(folder, `${design}.hbs`), 'utf8'));
  const words = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, settable(text)]));
  const frame = { template: `posters/${design}`, ...drawn, inks, motifs };
  const plain = drawLabel(source(words), frame);
  const page = formats[format];
  const scale = Math.min(page.width / drawn.width, page.height / drawn.height);
  const version = versionFor([payload]);
  judgeModule(moduleMm(codeBox(plain).size * scale, version));
  return pdfOf({
    stock: { page, cols: 1, rows: 1, label: drawn, ...edge, pitchX: drawn.width, pitchY: drawn.height },
    calibration: {
      xMm: (page.width - drawn.width * scale) / 2,
      yMm: (page.height - drawn.height * scale) / 2,
      scaleX: scale,
      scaleY: scale,
    },
    startAt: 1,
    parts: [
      {
        drawing: poster.sample ? markSample(plain, false) : plain,
        folder,
        version,
        units: [{ serial: '', url: payload }],
      },
    ],
    footer: '',
    title: poster.title,
    createdAt: poster.createdAt,
  });
}

const edge = { marginLeft: 0, marginTop: 0, cornerRadius: 0 };
