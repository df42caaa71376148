import { pagesOf, type Sticker } from './pages.ts';
import { short } from './path.ts';
import { embeddedFrom } from './pictures.ts';
import type { Part, PrintJob } from './print-job.ts';
import { symbolOf } from './qr.ts';
import { common, Letters, own } from './svg.ts';

/**
 * The sheets as a page for the browser's print dialog, in the exact paper size (`@page`). It needs no other file, so it prints the
 * same when it is saved and opened elsewhere; it has a style of its own and no script.
 */
export function htmlOf(job: PrintJob): string {
  const style = styleOf(job);
  const letters = new Letters();
  const symbols = job.parts.map((part, index) => partSymbol(part, index, letters)).join('');
  const pages = Array.from(pagesOf(job), (stickers) => pageSvg(job, stickers, letters)).join('\n');
  return [
    `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${escaped(job.title)}</title>`,
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body>`,
    `<p>In với tỷ lệ 100 % (“Kích thước thực”), lề “Không”, tắt đầu trang và chân trang. ${escaped(job.footer)}</p>`,
    `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true"><defs>${letters.definitions()}${symbols}</defs></svg>`,
    `${pages}</body></html>`,
  ].join('\n');
}

const styleOf = ({ stock: { page } }: PrintJob): string =>
  [
    `@page { size: ${page.width}mm ${page.height}mm; margin: 0 }`,
    'body { margin: 0; background: #fff; color: #222; font: 16px/1.5 system-ui, sans-serif }',
    'svg { display: block } .page { break-after: page; break-inside: avoid } .page:last-child { break-after: auto }',
    '@media screen { body { background: #e7e3da; padding: 1rem } p { max-width: 60ch }',
    '.page { background: #fff; margin: 0 0 1rem; box-shadow: 0 1px 6px rgba(0, 0, 0, .25) } }',
    '@media print { p { display: none } }',
  ].join('\n');

function partSymbol({ drawing, folder }: Part, index: number, letters: Letters): string {
  const { width, height } = drawing;
  const content = common(drawing, letters, embeddedFrom(folder));
  return `<symbol id="part${index}" viewBox="0 0 ${width} ${height}">${content}</symbol>`;
}

function pageSvg(job: PrintJob, stickers: readonly Sticker[], letters: Letters): string {
  const { width, height } = job.stock.page;
  const labels = stickers.map((sticker) => stickerSvg(sticker, job, letters)).join('\n');
  return `<svg class="page" role="img" xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">${labels}</svg>`;
}

function stickerSvg({ part, number, unit, x, y }: Sticker, job: PrintJob, letters: Letters): string {
  const { scaleX, scaleY } = job.calibration;
  const scale = scaleX === 1 && scaleY === 1 ? '' : ` scale(${scaleX} ${scaleY})`;
  const { width, height } = part.drawing;
  const unitSvg = own(part.drawing, { serial: unit.serial, symbol: symbolOf(unit.url, part.version) }, letters);
  return `<g transform="translate(${short(x)} ${short(y)})${scale}"><use href="#part${number}" width="${width}" height="${height}"/>${unitSvg}</g>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
