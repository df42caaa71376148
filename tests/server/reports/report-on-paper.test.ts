import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import PizZip from 'pizzip';
import { beforeAll, describe, expect, it } from 'vitest';
import { countIndicators } from '../../../server/reports/indicators.ts';
import { draftDocx, takeTemplate, templateInForce } from '../../../server/reports/reports.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/services.ts';
import { aCommune } from '../identity/makers.ts';
import { onSale } from '../orders/makers.ts';
import { inFolder } from '../press/pictures.ts';

const hasOffice = spawnSync('which', ['soffice']).status === 0;

useDatabase();

/** A page as LibreOffice lays it out: its width and height in points, and what stands on it. */
interface Page {
  width: number;
  height: number;
  words: string;
}

/** By a profile of its own: LibreOffice opens nothing while another one of the same person is open. */
const pagesOf = (files: Record<string, Buffer>): Promise<Page[][]> =>
  inFolder(async (folder) => {
    for (const [name, docx] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.docx`), docx);
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
    const names = Object.keys(files).map((name) => path.join(folder, name));
    const line = [
      profile,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      ...names.map((one) => `${one}.docx`),
    ];
    execFileSync('soffice', line, { stdio: 'ignore', env: { ...process.env, HOME: folder } });
    return names.map((name) => readPages(`${name}.pdf`));
  });

function readPages(pdf: string): Page[] {
  const keep = process.env.KEEP_PAGES;
  if (keep) writeFileSync(path.join(keep, path.basename(pdf)), readFileSync(pdf));
  const said = execFileSync('pdfinfo', ['-l', '99', pdf], { encoding: 'utf8' });
  const texts = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f');
  return [...said.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/g)].map(([, width, height], n) => ({
    width: Math.round(Number(width)),
    height: Math.round(Number(height)),
    words: (texts[n] ?? '').normalize('NFC').replaceAll(/\s+/g, ' '),
  }));
}

const say = hasOffice ? 'the report in LibreOffice' : 'not run, for LibreOffice is not installed: the report in it';

describe.skipIf(!hasOffice)(say, () => {
  let pages: Page[];
  let moved: Page[];

  beforeAll(async () => {
    const { officer, household } = await aCommune();
    await onSale(household.actor, 5);
    const report = await countIndicators({ from: '2026-11-01', to: '2026-11-30' }, {}, noon);
    const asItCame = await draftDocx(report);
    const zip = new PizZip(await templateInForce());
    const xml = zip.file('word/document.xml')?.asText() ?? '';
    // As an office would: the signer's name goes into the title, in a run that Word cut through the placeholder.
    const name = 'BÁO CÁO {nguoi</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>_ky}';
    zip.file('word/document.xml', xml.replace('{nguoi_ky}', '').replace('BÁO CÁO', name));
    await takeTemplate(officer.actor, zip.generate({ type: 'nodebuffer' }), noon);
    [pages, moved] = (await pagesOf({ 'as-it-came': asItCame, moved: await draftDocx(report) })) as [Page[], Page[]];
  }, 240_000);

  it('stands upright on A4 with head, title, paragraphs, recipients and signature', () => {
    const upright = pages.filter(({ width, height }) => width === 595 && height === 842);
    expect(upright.length).toBeGreaterThan(0);
    const words = upright.map((page) => page.words).join(' ');
    for (const said of [
      'ỦY BAN NHÂN DÂN',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BÁO CÁO',
      '(từ 01/11/2026 đến 30/11/2026)',
      'ghi 1 lô hàng trên hệ thống',
      'Nơi nhận:',
      'KT. CHỦ TỊCH',
    ])
      expect(words).toContain(said);
  });

  it('has its table of figures across, on pages of its own at the end', () => {
    const across = pages.filter(({ width, height }) => width === 842 && height === 595);
    expect(across.length).toBeGreaterThan(0);
    expect(pages.slice(-across.length)).toEqual(across);
    const words = across.map((page) => page.words).join(' ');
    for (const said of ['STT', 'Kết quả kỳ này', 'Lô hàng đã ghi', 'chưa có số']) expect(words).toContain(said);
  });

  it('leaves nothing unfilled, also in a template whose placeholder was moved', () => {
    for (const one of [pages, moved])
      expect(one.map(({ words }) => words).join(' ')).not.toMatch(/[{}]|undefined|null|NaN/);
    expect(moved.map(({ width }) => width)).toEqual(pages.map(({ width }) => width));
  });
});
