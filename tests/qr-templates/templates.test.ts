import { describe, expect, it } from 'vitest';
import { missingFields } from '../../server/labels/legal-fields.ts';
import { drawingFor, getTemplate, listTemplates, readFolders } from '../../server/labels/templates.ts';
import { leastFontSizeMm } from '../../server/press/fit.ts';
import { pdfOf } from '../../server/press/pdf.ts';
import { judgeModule, moduleMm } from '../../server/press/qr.ts';
import { holds, perPage } from '../../server/press/stock.ts';
import { listStocks } from '../../server/press/stocks.ts';
import { jobFor, readCells, textsOf } from '../server/press/checker.ts';
import { see, times } from '../server/press/pictures.ts';
import { eightyOfMaker, empty, plain, small } from './names.ts';

const templates = listTemplates();
const combinations = templates.flatMap((template) => {
  const stocks = listStocks().filter((stock) => holds(stock, template));
  const closest = stocks.sort((a, b) => a.label.width * a.label.height - b.label.width * b.label.height);
  return (process.env.FULL ? closest : closest.slice(0, 1)).map((stock) => ({ id: template.id, stock }));
});

describe('the templates', () => {
  it('are all whole', () => {
    expect(readFolders().filter(({ template }) => template === null)).toEqual([]);
  });

  it('are at least eight, for all the ways goods are packed', () => {
    expect(templates.length).toBeGreaterThanOrEqual(8);
    expect(templates.filter(({ serials }) => serials === 'batch').map(({ id }) => id)).toEqual(['carton-100x140']);
    expect(templates.find(({ kinds }) => kinds?.includes('tho-cam'))?.fields).toContain('story');
  });

  it.each(combinations)(
    'print $id on $stock.id: each cell its own code, in place, every word to be copied',
    async ({ id, stock }) => {
      const count = Math.min(perPage(stock), process.env.FULL ? 200 : 8);
      const job = jobFor({ template: id, stock, count });
      const seen = await see(await pdfOf(job));
      const cells = await readCells(job, seen.pages);
      expect(cells).toHaveLength(count);
      expect(cells.map(({ read }) => read)).toEqual(cells.map(({ expected }) => expected));
      expect(Math.max(...cells.map(({ offMm }) => offMm))).toBeLessThanOrEqual(0.3);
      expect(seen.pageSize.width).toBeCloseTo(stock.page.width, 1);
      expect(seen.pageSize.height).toBeCloseTo(stock.page.height, 1);
      expect(seen.fonts.every(({ embedded, subset }) => embedded && subset)).toBe(true);
      for (const text of job.parts.flatMap(textsOf)) expect(times(seen.text, text), text).toBeGreaterThanOrEqual(count);
    },
  );

  it.each(templates.map(({ id }) => id))(
    'let %s hold a name of three letters and nothing that may be left out',
    (id) => {
      const template = getTemplate(id);
      expect(drawingFor(template, { ...template.sample, ...empty }, plain(template)).shapes.length).toBeGreaterThan(3);
    },
  );

  it.each(templates.map(({ id }) => id))(
    'let %s hold dates of the widest figures and a lot that nobody chose',
    (id) => {
      const template = getTemplate(id);
      const wide = {
        producedOn: '24/04/2044',
        expiresOn: '24/04/2044',
        lot: 'WMQHXMWN',
        code: 'WMQHXMWN',
        ocopStars: 5,
      };
      expect(drawingFor(template, { ...template.sample, ...wide }, plain(template)).shapes.length).toBeGreaterThan(3);
    },
  );

  it.each(templates.map(({ id }) => id).filter((id) => !small.includes(id)))(
    'let %s hold a cooperative’s whole name and an address of two old districts',
    (id) => {
      const template = getTemplate(id);
      const long = {
        producer: 'Hợp tác xã Dịch vụ Nông nghiệp và Du lịch cộng đồng Bình Lư',
        address: 'Bản Hưng Phong, xã Bình Lư, tỉnh Lai Châu',
        formerly: 'trước đây: xã Bình Lư, huyện Tam Đường, tỉnh Lai Châu',
        netQuantity: '1.250,5 kg',
      };
      expect(drawingFor(template, { ...template.sample, ...long }, plain(template)).shapes.length).toBeGreaterThan(3);
    },
  );

  const layouts = templates.flatMap(({ id, sample }) => [
    [id, 'as designed', sample] as const,
    [id, 'tightened', { ...sample, product: 'Gạo', producer: eightyOfMaker }] as const,
  ]);
  it.each(layouts)(
    'keep every text of %s, %s, on the label, in legal size, apart from the others',
    (id, _way, data) => {
      const template = getTemplate(id);
      const { shapes } = drawingFor(template, data, plain(template));
      const lines = shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : []));
      const boxes = lines.map((line) => ({
        field: line.field,
        left: line.segments[0]?.x ?? 0,
        right: (line.segments[0]?.x ?? 0) + line.room,
        top: line.y - 0.53 * line.fontSize,
        bottom: line.y,
        fontSize: line.fontSize,
      }));
      for (const [index, box] of boxes.entries()) {
        expect(box.fontSize).toBeGreaterThanOrEqual(leastFontSizeMm - 1e-6);
        expect(
          box.left >= 0 && box.right <= template.width && box.top >= 0 && box.bottom <= template.height,
          box.field,
        ).toBe(true);
        const others = boxes.slice(index + 1);
        const hit = others.find(
          (other) =>
            box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
        );
        expect(hit?.field, box.field).toBeUndefined();
      }
    },
  );

  it.each(templates.map(({ id }) => id))(
    'print the code of %s large enough, and Nhãn phụ where the law asks for more',
    (id) => {
      const template = getTemplate(id);
      expect(judgeModule(moduleMm(template.qr.size, 3))).toBe('fine');
      for (const kind of template.kinds ?? ['mien-dong', 'mat-ong', 'gao-seng-cu']) {
        const words = JSON.stringify(drawingFor(template, template.sample, { ...plain(template), kind }).shapes);
        expect(words.includes('Nhãn phụ')).toBe(missingFields(kind, template.fields).length > 0);
      }
    },
  );
});
