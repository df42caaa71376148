import sharp from 'sharp';
import { codeBox, type Drawing } from './drawing.ts';
import { embeddedFrom } from './pictures.ts';
import type { Part, PrintedUnit } from './print-job.ts';
import { modulesAcross, quietModules, symbolOf } from './qr.ts';
import { labelSvg } from './svg.ts';

const mmPerInch = 25.4;

/**
 * One label as a PNG of at least 300 dots per inch. The resolution is the next one at which a module is a whole number of pixels,
 * and the picture begins where the symbol falls on whole pixels, so that no edge of the symbol is blurred.
 */
export async function pngOf(part: Part, unit: PrintedUnit): Promise<Buffer> {
  const grid = gridOf(part.drawing, part.version);
  const svg = labelSvg(
    part.drawing,
    { serial: unit.serial, symbol: symbolOf(unit.url, part.version) },
    embeddedFrom(part.folder),
  );
  return sharp(Buffer.from(inPixels(svg, grid)))
    .flatten({ background: '#ffffff' })
    .withDensity(grid.pixelsPerMm * mmPerInch)
    .png({ palette: true, colours: 32, effort: 1 })
    .toBuffer();
}

/** How a drawing lies on pixels: sizes in pixels, the origin in millimetres. */
export interface Grid {
  pixelsPerMm: number;
  width: number;
  height: number;
  x: number;
  y: number;
}

/** The grid of at least 300 dots per inch on which a drawing's modules are whole pixels. */
export function gridOf(drawing: Drawing, version: number): Grid {
  const box = codeBox(drawing);
  const module = box.size / modulesAcross(version);
  const pixelsPerMm = Math.ceil((module * 300) / mmPerInch) / module;
  const corner = (edge: number) => {
    const at = (edge + quietModules * module) * pixelsPerMm;
    return (at - Math.round(at)) / pixelsPerMm;
  };
  const [x, y] = [corner(box.x), corner(box.y)];
  return {
    pixelsPerMm,
    x,
    y,
    width: Math.round(drawing.width * pixelsPerMm),
    height: Math.round(drawing.height * pixelsPerMm),
  };
}

// sharp applies a density twice to an SVG in millimetres; so it is given pixels and a viewBox (domain.md, section 7).
const inPixels = (svg: string, { pixelsPerMm, width, height, x, y }: Grid): string =>
  svg.replace(
    /width="[^"]+" height="[^"]+" viewBox="[^"]+"/,
    `width="${width}" height="${height}" viewBox="${x} ${y} ${width / pixelsPerMm} ${height / pixelsPerMm}"`,
  );
