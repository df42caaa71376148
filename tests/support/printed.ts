import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import jsqr from 'jsqr';
import sharp from 'sharp';

/** What an independent decoder (zbar) reads from the pages of a PDF, rendered as pixels by poppler. */
export function codesInPdf(pdf: Buffer, dpi = 300): string[] {
  return withFolder((folder) => {
    writeFileSync(path.join(folder, 'sheet.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', String(dpi), '-png', path.join(folder, 'sheet.pdf'), path.join(folder, 'page')]);
    const pages = readdirSync(folder)
      .filter((name) => name.endsWith('.png'))
      .sort();
    return pages.flatMap((page) => codesInFile(path.join(folder, page)));
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

const codesInFile = (file: string): string[] =>
  execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' })
    .trim()
    .split('\n');

function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cho-print-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file's bytes, for downloads of a browser. */
export const bytesOf = (file: string): Buffer => readFileSync(file);
