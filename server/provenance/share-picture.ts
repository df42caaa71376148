import { createRequire } from 'node:module';
import sharp, { type OverlayOptions } from 'sharp';
import { fromRoot } from '../root.ts';

const width = 1200;
const height = 630;
const photoWidth = 600;
const band = { width: 120, height: 39 };
const margin = 48;
const ink = { cloth: '#161f47', cotton: '#fdf8ec', gold: '#e6b85c' };

const locate = createRequire(import.meta.url);
const font = (file: string): string => locate.resolve(`@expo-google-fonts/be-vietnam-pro/${file}`);
const bold = font('700Bold/BeVietnamPro_700Bold.ttf');
const regular = font('400Regular/BeVietnamPro_400Regular.ttf');

/** Words of a picture that travels without its page. No verdict: Zalo and Facebook keep pictures, and a recall would not reach them. */
export interface ShareWords {
  market: string;
  product: string;
  seller: string;
  invitation: string;
}

/**
 * The picture that Zalo and Facebook show for a shared address: 1200 × 630 px JPEG, below 300 KB.
 * @param photo of the batch or product; without one the woven mark stands in its place
 */
export async function sharePicture(words: ShareWords, photo: Buffer | null): Promise<Buffer> {
  const parts = await Promise.all([photoPart(photo), ...bandParts(), ...textParts(words)]);
  return sharp({ create: { width, height, channels: 3, background: ink.cloth } })
    .composite(parts)
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer();
}

async function photoPart(photo: Buffer | null): Promise<OverlayOptions> {
  const source = photo ? sharp(photo) : sharp(fromRoot('web/static/root/icon.svg'), { density: 800 });
  const input = await source
    .resize(photoWidth, height, { fit: photo ? 'cover' : 'contain', background: ink.cloth })
    .png()
    .toBuffer();
  return { input, left: 0, top: 0 };
}

function bandParts(): Promise<OverlayOptions>[] {
  const places = Array.from(
    { length: Math.ceil((width - photoWidth) / band.width) },
    (_, n) => photoWidth + n * band.width,
  );
  const tile = sharp(fromRoot('web/static/brocade.svg'), { density: 216 })
    .resize(band.width, band.height)
    .png()
    .toBuffer();
  return [0, height - band.height].flatMap((top) => places.map(async (left) => ({ input: await tile, left, top })));
}

function textParts({ market, product, seller, invitation }: ShareWords): Promise<OverlayOptions>[] {
  return [
    line(market, { file: regular, size: 30, colour: ink.gold, top: 90 }),
    line(product, { file: bold, size: 58, colour: ink.cotton, top: 150, lines: 3 }),
    line(seller, { file: regular, size: 36, colour: ink.cotton, top: 405, lines: 2 }),
    line(invitation, { file: regular, size: 28, colour: ink.gold, top: 520 }),
  ];
}

interface Line {
  file: string;
  size: number;
  colour: string;
  top: number;
  lines?: number;
}

async function line(text: string, { file, size, colour, top, lines = 1 }: Line): Promise<OverlayOptions> {
  const room = { width: width - photoWidth - 2 * margin, height: Math.round(size * 1.45 * lines) };
  const name = file === bold ? 'Be Vietnam Pro Bold' : 'Be Vietnam Pro';
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${escapeMarkup(text)}</span>`,
      font: `${name} ${size}`,
      fontfile: file,
      width: room.width,
      dpi: 72,
      rgba: true,
      wrap: 'word-char',
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  const fits = info.width <= room.width && info.height <= room.height;
  const input = fits ? data : await sharp(data).resize(room.width, room.height, { fit: 'inside' }).toBuffer();
  return { input, left: photoWidth + margin, top };
}

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
