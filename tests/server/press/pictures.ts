import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

// An eye that knows nothing of how labels are made: Debian's poppler turns the PDF into pixels, zbar reads them.

const run = promisify(execFile);

export interface Picture {
  width: number;
  height: number;
  /** One byte a pixel, 0 is black. */
  grey: Buffer;
}

/** Does something with a folder of its own, and takes it away again. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'labels-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface SeenPdf {
  pages: Picture[];
  /** Millimetres. */
  pageSize: { width: number; height: number };
  fonts: { name: string; embedded: boolean; subset: boolean; unicode: boolean }[];
  text: string;
}

/** What anybody sees of a PDF. */
export const see = (pdf: Buffer, dpi = 200): Promise<SeenPdf> =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'sheet.pdf');
    await writeFile(file, pdf);
    const [info, fonts, text] = await Promise.all([
      run('pdfinfo', [file]),
      run('pdffonts', [file]),
      run('pdftotext', ['-raw', file, '-'], { maxBuffer: 1e8 }),
      run('pdftoppm', ['-r', String(dpi), '-gray', file, path.join(folder, 'page')]),
    ]);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pgm')).sort();
    const pages = await Promise.all(names.map(async (name) => readPgm(await readFile(path.join(folder, name)))));
    const [, width = '', height = ''] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(info.stdout) ?? [];
    const mm = (points: string) => (Number(points) * 25.4) / 72;
    return {
      pages,
      pageSize: { width: mm(width), height: mm(height) },
      fonts: readFonts(fonts.stdout),
      text: text.stdout.normalize('NFC'),
    };
  });

const readFonts = (table: string): SeenPdf['fonts'] =>
  table
    .split('\n')
    .slice(2)
    .filter(Boolean)
    .map((line) => {
      const [emb, sub, uni] = line.slice(72).trim().split(/\s+/);
      return { name: line.slice(0, 37).trim(), embedded: emb === 'yes', subset: sub === 'yes', unicode: uni === 'yes' };
    });

/** A picture as poppler writes it. */
export function readPgm(bytes: Buffer): Picture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40));
  if (!head) throw new Error('not a PGM');
  return { width: Number(head[1]), height: Number(head[2]), grey: bytes.subarray(head[0].length) };
}

export const pgmOf = ({ width, height, grey }: Picture): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]);

/** A part of a picture, in pixels. */
export function crop(
  picture: Picture,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): Picture {
  const grey = Buffer.alloc(width * height, 255);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * picture.width + x;
    picture.grey.copy(grey, row * width, from, from + width);
  }
  return { width, height, grey };
}

/** The cells of a sheet of 24, cut apart: whoever looks at one label reads more surely than at all of them at once. */
export const cellsOf = (pages: readonly Picture[]): Picture[] =>
  pages.flatMap((page) => {
    const [width, height] = [Math.floor(page.width / 3), Math.floor((page.height * 33.9) / 297)];
    const top = Math.round((page.height * 12.9) / 297);
    return Array.from({ length: 24 }, (_, index) =>
      crop(page, { x: (index % 3) * width, y: top + Math.floor(index / 3) * height, width, height }),
    );
  });

/** What zbar reads in each picture: an empty text where there is nothing to read. */
export const decode = (pictures: readonly Picture[], kind: 'qrcode' | 'ean13' = 'qrcode'): Promise<string[]> =>
  inFolder(async (folder) => {
    const names = pictures.map((_, index) => path.join(folder, `${String(index).padStart(5, '0')}.pgm`));
    await Promise.all(pictures.map((picture, index) => writeFile(names[index] ?? '', pgmOf(picture))));
    const { stdout } = await run('zbarimg', ['-q', '--xml', '-Sdisable', `-S${kind}.enable`, ...names], {
      maxBuffer: 1e8,
    }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
    const found = new Map<string, string>();
    for (const source of stdout.matchAll(/<source href='([^']+)'>([\s\S]*?)<\/source>/g)) {
      const codes = [...(source[2] ?? '').matchAll(/CDATA\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
      found.set(source[1] ?? '', codes.join(' '));
    }
    return names.map((name) => found.get(name) ?? '');
  });

/** How often a text stands in another, blanks aside. */
export function times(text: string, part: string): number {
  const plain = (words: string) => words.normalize('NFC').replaceAll(/\s+/g, '');
  return plain(text).split(plain(part)).length - 1;
}

/** Takes an answer's body as its bytes: a parser for supertest. */
export function whole(answer: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = answer as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
}

/** Each label of a roll's rows, cut apart. */
export const cut = (rows: Picture[], cols: number): Picture[] =>
  rows.flatMap((row) => {
    const width = Math.floor(row.width / cols);
    return Array.from({ length: cols }, (_, index) => crop(row, { x: index * width, y: 0, width, height: row.height }));
  });
