import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { z } from 'zod';
import { WrittenWords } from '../localized.ts';
import { fromRoot } from '../root.ts';
import { drawable } from './fonts.ts';
import { drawLabel } from './label-svg.ts';
import { compile, motifs } from './markup.ts';
import { symbolOf } from './qr.ts';
import { labelSvg } from './svg.ts';

const side = z.number().int().min(0);
const Box = z.strictObject({ x: side, y: side, width: side, height: side });
export type PixelBox = z.output<typeof Box>;

// What a folder of `qr-templates/pictures` says of itself; beside it stands `<shape>.hbs` for each shape, in pixels.
const About = z.strictObject({
  title: WrittenWords,
  /** `post`: offered for posts; `kit`: the code of a stall. */
  use: z.enum(['post', 'kit']),
  place: z.number().int(),
  inks: z.record(z.string(), z.string()),
  shapes: z.record(
    z.string(),
    z.strictObject({ width: side, height: side, photo: Box.optional(), mark: Box.optional() }),
  ),
});

export interface PictureTemplate extends z.output<typeof About> {
  name: string;
}

/** What one picture shows. */
export interface PictureWords {
  /** by the names that the template asks for */
  texts: Readonly<Record<string, string>>;
  /** what the QR carries, exactly */
  payload: string;
  photo: Buffer | null;
  /** an SVG, such as a channel's */
  mark: string | null;
}

const folder = fromRoot('qr-templates/pictures');

/** Every template in the order people choose from. @throws Error naming the file of a template that is none */
export const pictureTemplates: readonly PictureTemplate[] = readTemplates();

export const templatesFor = (use: PictureTemplate['use']): PictureTemplate[] =>
  pictureTemplates.filter((template) => template.use === use);

/**
 * A picture in pixels, not packed yet: whoever sends it chooses how. Text is set into its boxes as on labels, never cut.
 * @throws invalid('label-text-too-long') naming the text, RangeError for a shape that the template has not
 */
export async function drawPicture(
  template: PictureTemplate,
  shape: string,
  { texts, payload, photo, mark }: PictureWords,
): Promise<Sharp> {
  const size = template.shapes[shape];
  if (!size) throw new RangeError(`${template.name} has no ${shape}`);
  const words = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, drawable(text)]));
  const source = compile(readFileSync(path.join(folder, template.name, `${shape}.hbs`), 'utf8'));
  const hasPhoto = photo !== null && size.photo !== undefined;
  const frame = { template: `pictures/${template.name}`, ...size, inks: template.inks, motifs };
  const drawing = drawLabel(source({ ...words, photo: hasPhoto }), frame);
  const svg = labelSvg(drawing, { serial: '', symbol: symbolOf(payload) });
  const layers = await Promise.all([
    ...(photo !== null && size.photo ? [layer(sharp(photo), size.photo, 'cover')] : []),
    ...(mark !== null && size.mark ? [layer(sharp(Buffer.from(mark), { density: 400 }), size.mark, 'contain')] : []),
  ]);
  const { data, info } = await sharp(Buffer.from(inPixels(svg, size)))
    .flatten({ background: '#ffffff' })
    .composite(layers)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

async function layer(picture: Sharp, { x, y, width, height }: PixelBox, fit: 'cover' | 'contain') {
  const shown = picture.resize(width, height, {
    fit,
    background: { r: 0, g: 0, b: 0, alpha: 0 },
    ...(fit === 'cover' && { position: 'attention' }),
  });
  const input = await shown.png().toBuffer();
  return { input, left: x, top: y } satisfies OverlayOptions;
}

// A drawing's unit is a pixel here; sharp applies a density twice to an SVG in millimetres.
const inPixels = (svg: string, { width, height }: { width: number; height: number }): string =>
  svg.replace(/width="[^"]+" height="[^"]+" viewBox/, `width="${width}" height="${height}" viewBox`);

function readTemplates(): PictureTemplate[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => readTemplate(name)).sort((a, b) => a.place - b.place || a.name.localeCompare(b.name));
}

function readTemplate(name: string): PictureTemplate {
  const file = path.join(folder, name, 'template.json');
  const read = About.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  return { ...read.data, name };
}
