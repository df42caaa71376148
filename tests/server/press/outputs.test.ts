import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { htmlOf } from '../../../server/press/html.ts';
import { pdfOf } from '../../../server/press/pdf.ts';
import { gridOf, pngOf } from '../../../server/press/png.ts';
import { modulesAcross } from '../../../server/press/qr.ts';
import { getStock } from '../../../server/press/stocks.ts';
import { csvOf } from '../../../server/press/table.ts';
import { writeZip } from '../../../server/press/zip.ts';
import { jobFor, readCells } from './checker.ts';
import { decode, type Picture, see } from './pictures.ts';

const stock = getStock('avery-l7159');
const greyOf = async (bytes: Buffer): Promise<Picture> => {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: data };
};

describe('labels as pictures', () => {
  it('are a ZIP of PNGs in the order of printing, each with its own code', async () => {
    const job = jobFor({ template: 'bag-62x33', stock, count: 4 });
    const chunks: Buffer[] = [];
    await writeZip(job, (chunk) => chunks.push(chunk));
    const files = unzipSync(Buffer.concat(chunks));
    const units = job.parts[0]?.units ?? [];
    expect(Object.keys(files)).toEqual(units.map(({ serial }, index) => `000${index + 1}-${serial}.png`));
    const pictures = await Promise.all(Object.values(files).map((bytes) => greyOf(Buffer.from(bytes))));
    expect(await decode(pictures)).toEqual(units.map(({ url }) => url));
  });

  it('have whole pixels for every module, at 300 dots per inch or a little more', async () => {
    const [part] = jobFor({ template: 'bag-62x33', stock, count: 1 }).parts;
    const [unit] = part?.units ?? [];
    if (!part || !unit) throw new Error('there is a label');
    const { pixelsPerMm } = gridOf(part.drawing, part.version);
    const module = (20 / modulesAcross(part.version)) * pixelsPerMm;
    expect(module).toBeCloseTo(Math.round(module), 6);
    expect(pixelsPerMm * 25.4).toBeGreaterThanOrEqual(300);
    const { width, grey } = await greyOf(await pngOf(part, unit));
    const box = {
      x: Math.round(40.4 * pixelsPerMm),
      y: Math.round(5.6 * pixelsPerMm),
      size: Math.floor(20 * pixelsPerMm),
    };
    const shades = new Set<number>();
    for (let y = 0; y < box.size; y += 1) {
      for (let x = 0; x < box.size; x += 1) shades.add(Math.round((grey[(box.y + y) * width + box.x + x] ?? 0) / 32));
    }
    expect([...shades].sort((a, b) => a - b)).toEqual([0, 8]);
  });
});

describe('labels for the print dialog', () => {
  const html = htmlOf(jobFor({ template: 'bag-62x33', stock, count: 25 }));

  it('have the paper’s exact size and no script', () => {
    expect(html).toContain('@page { size: 210mm 297mm; margin: 0 }');
    expect(html.match(/class="page"/g)).toHaveLength(2);
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=/);
  });

  it('look like the PDF to a tenth of a millimetre', async () => {
    const job = jobFor({ template: 'bag-62x33', stock, count: 24 });
    const [definitions = ''] = /<defs>[\s\S]*?<\/defs>/.exec(htmlOf(job)) ?? [];
    const [page = ''] = /<svg class="page"[\s\S]*?<\/svg>/.exec(htmlOf(job)) ?? [];
    const svg = page
      .replace(/width="210mm" height="297mm"/, 'width="1654" height="2339"')
      .replace(/(viewBox="[^"]+">)/, `$1${definitions}`);
    const fromHtml = await greyOf(await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).png().toBuffer());
    const cells = await readCells(job, [fromHtml]);
    expect(cells.map(({ read }) => read)).toEqual(cells.map(({ expected }) => expected));
    const [fromPdf] = (await see(await pdfOf(job))).pages;
    if (!fromPdf) throw new Error('the PDF has a page');
    expect(shiftBetween(fromHtml, fromPdf)).toBeLessThanOrEqual(1);
  });
});

/** By how many pixels (an eighth of a millimetre each) one picture's ink stands away from the other's, at most. */
function shiftBetween(a: Picture, b: Picture): number {
  const edges = ({ width, height, grey }: Picture) => {
    const columns = Array.from({ length: width }, () => 0);
    // The labels' rows only: the ruler in the margin is the PDF's own.
    for (let y = 0; y < height * 0.95; y += 1) {
      for (let x = 0; x < width; x += 1) if ((grey[y * width + x] ?? 255) < 100) columns[x] = (columns[x] ?? 0) + 1;
    }
    return columns.flatMap((count, x) => (count > 20 !== (columns[x - 1] ?? 0) > 20 ? [x] : []));
  };
  const [first, second] = [edges(a), edges(b)];
  return Math.max(...first.map((edge) => Math.min(...second.map((other) => Math.abs(other - edge)))));
}

describe('labels as a list', () => {
  it('has one line a label, with the addresses exactly as they are encoded', () => {
    const job = jobFor({ template: 'bag-62x33', stock, count: 2 });
    const [first, second] = job.parts[0]?.units ?? [];
    expect(csvOf(job)).toBe(`serial,url\r\n${first?.serial},${first?.url}\r\n${second?.serial},${second?.url}\r\n`);
    expect(first?.url).toMatch(/^https:\/\/TRUYXUAT\.BINHLU\.LAICHAU\.VN\/T\/BNHTVDK9\/[0-9A-Z]{8}$/);
  });
});
