import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { crop, decode, inFolder, type Picture, readPgm } from '../server/press/pictures.ts';

/** Where the labels stand on a sheet, in millimetres, as the maker of the paper says. */
export interface Grid {
  columns: number;
  rows: number;
  left: number;
  top: number;
  pitchX: number;
  pitchY: number;
}

/** Avery L7159, 24 labels on A4. */
export const l7159: Grid = { columns: 3, rows: 8, left: 7.2, top: 12.9, pitchX: 66, pitchY: 33.9 };

/** What an independent decoder (zbar) reads in each cell of the first page, cut out as a person would cut it. */
export const codesOnSheet = (pdf: Buffer, grid: Grid): Promise<string[]> =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'sheet.pdf');
    writeFileSync(file, pdf);
    execFileSync('pdftoppm', ['-r', '300', '-gray', '-singlefile', file, path.join(folder, 'page')]);
    const page = readPgm(readFileSync(path.join(folder, 'page.pgm')));
    return decode(cutOut(page, grid));
  });

function cutOut(page: Picture, { columns, rows, left, top, pitchX, pitchY }: Grid): Picture[] {
  const pixels = (mm: number) => Math.round((mm / 25.4) * 300);
  const size = { width: pixels(pitchX - 3), height: pixels(pitchY) };
  return Array.from({ length: columns * rows }, (_, n) => {
    const [column, row] = [n % columns, Math.floor(n / columns)];
    return crop(page, { x: pixels(left + column * pitchX), y: pixels(top + row * pitchY), ...size });
  });
}

/** The words of a PDF, as a person would select and copy them. */
export const wordsInPdf = (pdf: Buffer): string =>
  withFolder((folder) => {
    const file = path.join(folder, 'sheet.pdf');
    writeFileSync(file, pdf);
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).normalize('NFC');
  });

/** The size of the first page in millimetres. */
export const pageOfPdf = (pdf: Buffer): { width: number; height: number } =>
  withFolder((folder) => {
    const file = path.join(folder, 'sheet.pdf');
    writeFileSync(file, pdf);
    const [, width = 0, height = 0] =
      /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))?.map(Number) ??
      [];
    return { width: (width / 72) * 25.4, height: (height / 72) * 25.4 };
  });

/** The text of the one QR code in a picture, decoded from its pixels. */
export async function codeInPicture(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const read = jsqr as unknown as typeof jsqr.default;
  const found = read(new Uint8ClampedArray(data), info.width, info.height);
  if (!found) throw new Error('No code could be read in the picture');
  return found.data;
}

function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-print-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
