import bwip from 'bwip-js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../../../server/check-digit.ts';
import { listTemplates } from '../../../server/labels/templates.ts';
import { barsOf } from '../../../server/press/bars.ts';
import { thermalDpis } from '../../../server/press/bitmap.ts';
import type { Box } from '../../../server/press/drawing.ts';
import { pagesOf } from '../../../server/press/pages.ts';
import { pdfOf } from '../../../server/press/pdf.ts';
import { pngOf } from '../../../server/press/png.ts';
import type { PrintJob } from '../../../server/press/print-job.ts';
import { symbolOf } from '../../../server/press/qr.ts';
import { holds } from '../../../server/press/stock.ts';
import { listStocks } from '../../../server/press/stocks.ts';
import { labelSvg } from '../../../server/press/svg.ts';
import { writeTspl } from '../../../server/press/tspl.ts';
import { writeZpl } from '../../../server/press/zpl.ts';
import { jobFor } from './checker.ts';
import { crop, decode, type Picture, see } from './pictures.ts';
import { printTspl, printZpl } from './printers.ts';

const greyOf = async (bytes: Buffer): Promise<Picture> => {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: data };
};

describe('the modules of an EAN-13', () => {
  const numbers = Array.from({ length: 10 }, (_, first) => `${first}5060001${first}4352`.slice(0, 12)).map(
    (body) => body + checkDigit(body),
  );

  it.each(numbers)('%s are those that BWIPP draws', (number) => {
    const [symbol] = bwip.raw({ bcid: 'ean13', text: number } as never) as unknown as { sbs: number[] }[];
    const theirs = symbol?.sbs.map((width, place) => (place % 2 === 0 ? '1' : '0').repeat(width)).join('');
    expect(barsOf(number)).toBe(theirs);
  });

  it.each(['9506000134353', '950600013435', '09506000134352', ''])('%j has none', (number) => {
    expect(() => barsOf(number)).toThrow(SyntaxError);
  });
});

const number = '9506000134352';
const withRoom = listTemplates().filter(({ sample }) => sample.gtin !== '');
const jobOf = (template: (typeof withRoom)[number], gtin = '9 506000 134352'): PrintJob => {
  const [stock] = listStocks().filter(
    (one) => holds(one, template) && (one.kind === 'roll') === (template.printer === 'thermal'),
  );
  if (!stock) throw new Error(`no paper holds ${template.id}`);
  return jobFor({ template: template.id, stock, count: 1, data: { gtin } });
};
const barsIn = (job: PrintJob): Box[] =>
  job.parts.flatMap(({ drawing }) => drawing.shapes.flatMap((shape) => (shape.kind === 'bars' ? [shape] : [])));

/** What stands around the bars of a job’s first label, cut out: other bars on the label are the QR’s. */
function around(
  job: PrintJob,
  picture: Picture,
  corner = { x: 0, y: 0 },
  perMm = picture.width / (job.parts[0]?.drawing.width ?? 1),
): Picture {
  const [bars] = barsIn(job);
  if (!bars) throw new Error('the label has no bars');
  const [x, y, width, height] = [corner.x + bars.x, corner.y + bars.y, bars.width, bars.height].map((mm) =>
    Math.round(mm * perMm),
  );
  return crop(picture, { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 });
}

const outputs: Record<string, (job: PrintJob) => Promise<Picture>> = {
  PDF: async (job) => {
    const [page] = (await see(await pdfOf(job), 300)).pages;
    const [[sticker] = []] = pagesOf(job);
    if (!page || !sticker) throw new Error('the PDF has a label');
    return around(job, page, sticker, page.width / job.stock.page.width);
  },
  SVG: async (job) => {
    const [
      {
        drawing,
        units: [unit],
      } = { drawing: null, units: [] },
    ] = job.parts;
    if (!drawing || !unit) throw new Error('the job has a label');
    const svg = labelSvg(drawing, { serial: unit.serial, symbol: symbolOf(unit.url) });
    const size = `width="${drawing.width * 12}" height="${drawing.height * 12}"`;
    return around(job, await greyOf(Buffer.from(svg.replace(/width="[^"]+" height="[^"]+"/, size))));
  },
  PNG: async (job) => {
    const [part] = job.parts;
    const [unit] = part?.units ?? [];
    if (!part || !unit) throw new Error('the job has a label');
    return around(job, await greyOf(await pngOf(part, unit)));
  },
  ...Object.fromEntries(
    thermalDpis.flatMap((dpi) => {
      const dots = dpi === 203 ? 8 : 300 / 25.4;
      const printed = async (job: PrintJob, write: (job: PrintJob, take: (chunk: Buffer) => void) => Promise<void>) => {
        const chunks: Buffer[] = [];
        await write(job, (chunk) => chunks.push(chunk));
        return Buffer.concat(chunks);
      };
      const cutOut = (job: PrintJob, [picture]: Picture[]): Picture => {
        if (!picture) throw new Error('the printer printed');
        return around(job, picture, undefined, dots);
      };
      return [
        [
          `ZPL at ${dpi} dpi`,
          async (job: PrintJob) =>
            cutOut(job, printZpl((await printed(job, (one, take) => writeZpl(one, dpi, take))).toString('latin1'))),
        ],
        [
          `TSPL at ${dpi} dpi`,
          async (job: PrintJob) =>
            cutOut(job, printTspl(await printed(job, (one, take) => writeTspl(one, { dpi, feedGap: 2 }, take)), dots)),
        ],
      ];
    }),
  ),
};

describe('the bars of goods with a number', () => {
  it('stand on the templates that have room', () => {
    expect(withRoom.map(({ id }) => id)).toEqual(['bag-98x66', 'carton-100x140']);
    for (const template of withRoom)
      expect([barsIn(jobOf(template)).length, barsIn(jobOf(template, '')).length]).toEqual([1, 0]);
  });

  it.each(
    withRoom.flatMap((template) => Object.keys(outputs).map((output) => [template.id, output, template] as const)),
  )('on %s are read from %s', async (_id, output, template) => {
    const picture = await outputs[output]?.(jobOf(template));
    expect(picture && (await decode([picture], 'ean13'))).toEqual([number]);
  });
});
